import createNextIntlPlugin from "next-intl/plugin";

const unused = [
  "accelerometer",
  "autoplay",
  "bluetooth",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

// What every answer says to the browser. The policy of pages, which is another each time, comes from proxy.ts.
const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: unused.map((feature) => `${feature}=()`).join(", ") },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

const unkept = { key: "Cache-Control", value: "no-store" };

// What routes answer is data and files, never a page: whoever gets one shown as a page sees nothing happen.
const inert = {
  key: "Content-Security-Policy",
  value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  images: { unoptimized: true },
  // Types are a step of `npm test` of its own; checking them again would only make a start slower.
  typescript: { ignoreBuildErrors: true },
  // A page arrives with its title in it, instead of a moment later: screen readers say it first.
  htmlLimitedBots: /.*/,
  experimental: {
    // `forbidden()` is how a page refuses a role.
    authInterrupts: true,
    // What is kept of an action's body before it is judged: more than it may have, so that nothing is cut off unseen.
    proxyClientMaxBodySize: "2mb",
  },
  serverExternalPackages: ["pg", "pg-boss", "pg-copy-streams", "pino", "@node-rs/argon2"],
  turbopack: { root: import.meta.dirname },
  redirects: async () => [{ source: "/admin/system", destination: "/admin/system/status", permanent: false }],
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    { source: "/((?!_next/static/|icon\\.svg).*)", headers: [unkept] },
    { source: "/api/:path*", headers: [inert] },
  ],
};

export default createNextIntlPlugin("./app/i18n.ts")(config);
