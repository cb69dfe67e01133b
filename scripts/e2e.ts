import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { oidcClient, startOidcServer } from "@/tests/support/oidc-server";
import { freePort } from "./free-port";
import { startFerry } from "./run-ferry";
import { type Counts, playwrightPart } from "./test-parts";

const controlToken = randomUUID();

function keyOf(dataDir: string): string {
  const secrets = JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8")) as Record<
    string,
    string
  >;
  return secrets.EMULATOR_PRACTICE_KEY ?? "";
}

/** A single sign-on whose claim gives roles, and who has one by it is a user. */
const singleSignOn = (issuer: string) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: oidcClient.id,
  OIDC_CLIENT_SECRET: oidcClient.secret,
  OIDC_NAME: "Example ID",
  OIDC_ROLE_CLAIM: "groups",
  OIDC_ROLES: "ferry-admins=administrator,marketing=contributor",
  OIDC_NEW_USERS: "create",
});

/** The specs, against Ferry in practice mode and, for its first minute, in live mode. */
export async function e2ePart(): Promise<Counts> {
  const port = await freePort();
  const issuer = await startOidcServer(`http://localhost:${port}/api/auth/callback/oidc`);
  const practice = await startFerry("practice", {
    folder: "e2e-practice",
    port,
    // Whatever could be said is said, so that alone/canary.spec.ts can look through it.
    env: { EMULATOR_CONTROL_TOKEN: controlToken, LOG_LEVEL: "trace", ...singleSignOn(issuer.issuer) },
  });
  const klaviyo = /local Klaviyo shows its lists at (\S+)/.exec(practice.said())?.[1] ?? "";
  // Without an OAuth app, as most installations begin.
  const live = await startFerry("live", { folder: "e2e-live", env: { KLAVIYO_API_URL: klaviyo } });
  const setupLink = /http:\S+\/setup\?token=\S+/.exec(live.said())?.[0] ?? "";
  const signIn = path.join(practice.dataDir, "sign-in.json");
  const env = {
    E2E_BASE_URL: practice.baseUrl,
    E2E_SIGN_IN: signIn,
    E2E_SETUP_LINK: setupLink,
    E2E_LIVE_URL: live.baseUrl,
    E2E_LOGS: [practice.dataDir, live.dataDir].join(path.delimiter),
    E2E_ISSUER: issuer.issuer,
    E2E_KLAVIYO: klaviyo,
    E2E_KLAVIYO_TOKEN: controlToken,
    E2E_KLAVIYO_KEY: keyOf(practice.dataDir),
  };
  const counts = await playwrightPart(env);
  const codes = [await practice.stop(), await live.stop()];
  await issuer.stop();
  if (codes.some((code) => code !== 0))
    throw new Error(`Ferry did not stop in good order: ${codes.join(", ")}`);
  return counts;
}
