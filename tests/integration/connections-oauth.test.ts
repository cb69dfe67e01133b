import { describe, expect } from "vitest";
import { finishOauth } from "@/lib/connections/finish-oauth";
import { passOauth, startOauth } from "@/lib/connections/start-oauth";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { prisma } from "@/lib/db";
import {
  acme,
  asked,
  connectionAt,
  expectUnfinished,
  findRow,
  rival,
  startTrip,
  storedTokens,
  useKlaviyo,
  visitKlaviyo,
} from "../support/connections";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo();

describe("authenticating", () => {
  it("lands on the same account, stores encrypted tokens and destroys the key", async ({ administrator }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address);
    klaviyo().control.clearLog();
    expect(await finishOauth(administrator, back, session)).toEqual({ connectionId, refusal: null });
    expect(asked(klaviyo())).toEqual(["POST /oauth/token", "GET /api/accounts"]);
    const [secret, ...others] = await prisma().connectionSecret.findMany();
    expect(others).toEqual([]);
    const { accessToken, refreshToken } = await storedTokens(connectionId);
    expect(secret).toMatchObject({ purpose: "tokens", ciphertext: expect.stringMatching(/^v1\./) });
    for (const token of [accessToken, refreshToken]) expect(secret?.ciphertext).not.toContain(token);
    const row = await findRow(connectionId);
    expect(row).toMatchObject({
      accountId: acme.id,
      keyLastFour: null,
      oauthAt: expect.any(Date),
      status: "draft",
    });
    expect((row.scopes as { state: string }[]).map(({ state }) => state)).toEqual(Array(5).fill("granted"));
    expect(await prisma().oauthState.count()).toBe(0);
  });

  it("keeps neither the state nor the verifier's plaintext while the person is away", async ({
    administrator,
  }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const [state] = await prisma().oauthState.findMany();
    expect(state).toMatchObject({
      connectionId,
      sessionId: session,
      verifierCiphertext: expect.stringMatching(/^v1\./),
    });
    expect(state?.stateHash).not.toBe(new URL(address).searchParams.get("state"));
  });

  it("that was denied says so and changes nothing", async ({ administrator }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address, { decision: "deny" });
    expect(await finishOauth(administrator, back, session)).toMatchObject({
      connectionId,
      refusal: { code: "oauth_denied" },
    });
    expect(asked(klaviyo())).toEqual(["POST /oauth/authorize"]);
    await expectUnfinished(connectionId);
  });

  it("with another account is refused, and the key stays", async ({ administrator }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address, { account: rival.id });
    const refusal = { code: "other_account", params: { account: rival.name, expected: acme.id } };
    expect(await finishOauth(administrator, back, session)).toMatchObject({ connectionId, refusal });
    await expectUnfinished(connectionId);
    expect((await findRow(connectionId)).accountName).toBe(acme.name);
  });

  it("with a scope left out names it, and the key stays", async ({ administrator }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address.replace("+profiles%3Awrite", ""));
    const refusal = { code: "scopes_missing", params: { scopes: "profiles:write" } };
    expect(await finishOauth(administrator, back, session)).toMatchObject({ refusal });
    await expectUnfinished(connectionId);
  });

  it("with a code that is void says so; with a broken Klaviyo, that it was not reached", async ({
    administrator,
  }) => {
    const late = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(late.address);
    await klaviyo().control.stepClock(300_000);
    const { refusal } = await finishOauth(administrator, back, late.session);
    expect(refusal?.code).toBe("oauth_code_void");

    const { address } = valueOf(await startOauth(administrator, late, late.session));
    const again = await visitKlaviyo(address);
    klaviyo().control.addFault({
      match: { route: "/oauth/token" },
      do: { kind: "answer", status: 502, body: "html" },
    });
    const broken = { code: "destination_unreachable", params: { code: "http_502" } };
    expect(await finishOauth(administrator, again, late.session)).toMatchObject({ refusal: broken });
    await expectUnfinished(late.connectionId);
  });

  it("sends nothing when the consent was withdrawn meanwhile", async ({ administrator }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address);
    await withdrawConsent(administrator, { connectionId });
    klaviyo().control.clearLog();
    expect(await finishOauth(administrator, back, session)).toMatchObject({
      refusal: { code: "consent_required" },
    });
    expect(asked(klaviyo())).toEqual([]);
    await expectUnfinished(connectionId);
  });

  it("cannot be passed where there is an OAuth app", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "oauth");
    expect(await passOauth(administrator, { connectionId })).toMatchObject({ code: "oauth_set_up" });
    expect((await findRow(connectionId)).isOauthPassed).toBe(false);
  });
});
