import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type Emulator, startEmulator } from "@/emulator/start-emulator.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { activate } from "@/lib/connections/activate";
import { addExportUser } from "@/lib/connections/add-export-user";
import { agree } from "@/lib/connections/agree";
import { connect } from "@/lib/connections/connect";
import { putSecret, readSecret, tokensSchema } from "@/lib/connections/connection-secrets";
import { finishOauth } from "@/lib/connections/finish-oauth";
import { saveAccess } from "@/lib/connections/save-access";
import { saveKey } from "@/lib/connections/save-key";
import { saveName } from "@/lib/connections/save-name";
import { oauthRedirectUri, passOauth, startOauth } from "@/lib/connections/start-oauth";
import type { Step } from "@/lib/connections/steps";
import { CONSENT_VERSION } from "@/lib/consent/texts";
import { pool, prisma } from "@/lib/db";
import type { OAuthTokens } from "@/lib/destinations/oauth-types";
import { destinationSettings } from "@/lib/env";
import { valueOf } from "./imports";

export const acme = { id: "AcmeAc", name: "Acme", key: "pk_acme0000000000000000000000000000" } as const;
export const rival = { id: "RivalA", name: "Rival", key: "pk_rival000000000000000000000000000" } as const;
export const app = { clientId: "ferry-client", clientSecret: "s3cret:with/colons+plus" } as const;

/** Another private key of Acme's, with these scopes. */
export const spareKey = "pk_spare000000000000000000000000000";
export function addSpareKey(klaviyo: Emulator, scopes: "full" | "read-only" | string[] = "full"): void {
  klaviyo.control.seed({ accounts: [{ id: acme.id, keys: [{ id: "spare", secret: spareKey, scopes }] }] });
}

/** The settings of a test file; to be called before anything reads them. */
export function setKlaviyo(address: string, { withApp = true } = {}): void {
  process.env.KLAVIYO_API_URL = address;
  process.env.KLAVIYO_AUTHORIZE_URL = `${address}/oauth/authorize`;
  if (!withApp) return;
  process.env.KLAVIYO_CLIENT_ID = app.clientId;
  process.env.KLAVIYO_CLIENT_SECRET = app.clientSecret;
}

/** Gives a test file a Klaviyo of its own, which before each test has two accounts, an app and nothing in its log. */
export function useKlaviyo(options: { withApp?: boolean } = {}): () => Emulator {
  let klaviyo: Emulator;
  beforeAll(async () => {
    klaviyo = await startEmulator({ seed: "connections" });
    setKlaviyo(klaviyo.url, options);
  });
  beforeEach(async () => {
    const { control } = klaviyo;
    control.reset();
    await control.freezeClock("2026-10-01T08:00:00Z");
    control.setLimits({ "*": null });
    await forgetRequests();
    control.seed({
      accounts: [acme, rival].map(({ id, name, key }) => ({ id, name, keys: [{ id: "main", secret: key }] })),
      apps: [{ ...app, name: "Ferry", redirectUris: [oauthRedirectUri("klaviyo")] }],
    });
  });
  afterAll(() => klaviyo.stop());
  return () => klaviyo;
}

/** Gives all quotas back, so that tests of one file do not wait for each other's requests. */
export async function forgetRequests(): Promise<void> {
  await pool().query("TRUNCATE run_data.rate_grant, run_data.rate_bucket");
}

/** What Klaviyo was asked, in order. */
export function asked(klaviyo: Emulator): string[] {
  return klaviyo.control.log().map(({ method, route }) => `${method} ${route}`);
}

/** Agrees to the current text in English. */
export function agreeTo(actor: UserActor, connectionId: string) {
  return agree(actor, { connectionId, isAgreed: true, version: CONSENT_VERSION, language: "en" });
}

/** What the browser does at Klaviyo: opens the page, decides, and comes back with these. */
export async function visitKlaviyo(
  address: string,
  { account = acme.id, decision = "allow" }: { account?: string; decision?: "allow" | "deny" } = {},
) {
  const url = new URL(address);
  const form = new URLSearchParams({ ...Object.fromEntries(url.searchParams), account, decision });
  const answer = await fetch(url.origin + url.pathname, { method: "POST", body: form, redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "").searchParams;
  return {
    state: back.get("state") ?? "",
    code: back.get("code") ?? undefined,
    error: back.get("error") ?? undefined,
  };
}

/** Step 6, from the button to the way back. */
export async function authenticate(actor: UserActor, connectionId: string): Promise<void> {
  const session = randomUUID();
  const { address } = valueOf(await startOauth(actor, { connectionId }, session));
  const { refusal } = await finishOauth(actor, await visitKlaviyo(address), session);
  if (refusal) throw new Error(`Refused: ${JSON.stringify(refusal)}`);
}

const steps: [Step, (actor: UserActor, connectionId: string, key: string) => Promise<unknown>][] = [
  [
    "access",
    async (actor, connectionId) => saveAccess(actor, { connectionId, access: "administrators", userIds: [] }),
  ],
  ["key", async (actor, connectionId, key) => valueOf(await saveKey(actor, { connectionId, key }))],
  ["consent", async (actor, connectionId) => valueOf(await agreeTo(actor, connectionId))],
  ["connect", async (actor, connectionId) => valueOf(await connect(actor, { connectionId }))],
  ["oauth", passOrAuthenticate],
  ["exportUser", async (actor, connectionId) => valueOf(await addExportUser(actor, { connectionId }))],
];

/** Step 6 as the deployment has it. */
async function passOrAuthenticate(actor: UserActor, connectionId: string): Promise<void> {
  if (destinationSettings("klaviyo").oauthApp) await authenticate(actor, connectionId);
  else valueOf(await passOauth(actor, { connectionId }));
}

/** A connection with all steps before `step` done, with Acme's key or another. */
export async function connectionAt(
  actor: UserActor,
  step: Step,
  given: { name?: string; key?: string } = {},
): Promise<string> {
  const { name = "Newsletter", key = acme.key } = given;
  const { connectionId } = valueOf(await saveName(actor, { destination: "klaviyo", name }));
  for (const [done, take] of steps) {
    if (done === step) break;
    await take(actor, connectionId, key);
  }
  return connectionId;
}

/** A connection that was saved. */
export async function activeConnection(
  actor: UserActor,
  given?: { name?: string; key?: string },
): Promise<string> {
  const connectionId = await connectionAt(actor, "save", given);
  valueOf(await activate(actor, { connectionId }));
  return connectionId;
}

/** A draft at step 6 whose administrator is sent to Klaviyo from `session`; the log begins after it. */
export async function startTrip(klaviyo: Emulator, actor: UserActor) {
  const session: string = randomUUID();
  const connectionId = await connectionAt(actor, "oauth");
  const { address } = valueOf(await startOauth(actor, { connectionId }, session));
  klaviyo.control.clearLog();
  return { connectionId, session, address };
}

/** Expects that nothing came of a trip: the key is there and the step is not done. */
export async function expectUnfinished(connectionId: string): Promise<void> {
  expect(await storedKey(connectionId)).toBe(acme.key);
  expect(await prisma().connectionSecret.count()).toBe(1);
  expect(await findRow(connectionId)).toMatchObject({ status: "draft", oauthAt: null, keyLastFour: "0000" });
}

/** The row as it is stored. */
export function findRow(connectionId: string) {
  return prisma().connection.findUniqueOrThrow({ where: { id: connectionId } });
}

/** The stored key in the clear; null when there is none. */
export function storedKey(connectionId: string): Promise<string | null> {
  return readSecret(prisma(), connectionId, "key");
}

/** The stored tokens in the clear. Throws where there are none. */
export async function storedTokens(connectionId: string): Promise<OAuthTokens> {
  return tokensSchema.parse(JSON.parse((await readSecret(prisma(), connectionId, "tokens")) ?? "null"));
}

/** Leaves the access token so much of its time. */
export async function leaveTokens(connectionId: string, ms: number): Promise<void> {
  const tokens = { ...(await storedTokens(connectionId)), expiresAtMs: Date.now() + ms };
  await putSecret(prisma(), connectionId, "tokens", JSON.stringify(tokens));
}

/** Makes the access token one whose time is over. */
export function expireTokens(connectionId: string): Promise<void> {
  return leaveTokens(connectionId, -1);
}

/** The actions of the audit log, oldest first. */
export async function auditedActions(): Promise<string[]> {
  const rows = await prisma().auditEvent.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ action }) => action);
}
