import createNextIntlPlugin from "next-intl/plugin";

// What every answer says to the browser, whatever page it is. A policy for scripts comes with its nonces.
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  images: { unoptimized: true },
  // Types are a step of `npm test` of its own; checking them again would only make a start slower.
  typescript: { ignoreBuildErrors: true },
  // A page arrives with its title in it, instead of a moment later: screen readers say it first.
  htmlLimitedBots: /.*/,
  // `forbidden()` is how a page refuses a role.
  experimental: { authInterrupts: true },
  serverExternalPackages: ["pg", "pg-boss", "pg-copy-streams", "pino", "@node-rs/argon2"],
  turbopack: { root: import.meta.dirname },
  redirects: async () => [{ source: "/admin/system", destination: "/admin/system/status", permanent: false }],
  headers: async () => [{ source: "/:path*", headers }],
};

export default createNextIntlPlugin("./app/i18n.ts")(config);
