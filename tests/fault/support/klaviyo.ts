import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Emulator, startEmulator } from "@/emulator/start-emulator.ts";
import { oauthRedirectUri } from "@/lib/connections/start-oauth";
import { prisma } from "@/lib/db";
import { acme, app, rival, setKlaviyo } from "../../support/connections";
import { faultSeed } from "./seed";

/**
 * Gives a test file a Klaviyo of its own with the published limits, in windows whose phase comes from the seed. It
 * keeps what it is sent, and is empty again before each test.
 */
export function useStrictKlaviyo({ withApp = false } = {}): () => Emulator {
  let klaviyo: Emulator;
  beforeAll(async () => {
    klaviyo = await startEmulator({ seed: faultSeed });
    setKlaviyo(klaviyo.url, { withApp });
  });
  beforeEach(async () => {
    const { control } = klaviyo;
    control.reset();
    control.keepBodies(true);
    control.setJobPlan({ startMs: 20, workMs: 200 });
    control.seed({
      accounts: [acme, rival].map(({ id, name, key }) => ({ id, name, keys: [{ id: "main", secret: key }] })),
      apps: withApp ? [{ ...app, name: "Ferry", redirectUris: [oauthRedirectUri("klaviyo")] }] : [],
    });
    // Worker processes refuse a database that no start has marked.
    await prisma().installation.updateMany({ data: { mode: "practice" } });
  });
  afterAll(() => klaviyo.stop());
  return () => klaviyo;
}
