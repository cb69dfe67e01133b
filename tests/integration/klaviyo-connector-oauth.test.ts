import { setTimeout as sleep } from "node:timers/promises";
import { toBlock } from "@/lib/destinations/record-block";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DestinationFailure, type FailureReport } from "@/lib/destinations/destination-failure";
import type { OAuthTokens } from "@/lib/destinations/oauth-types";
import { openAgent } from "@/lib/destinations/open-agent";
import { refreshSingleFlight, type TokenStore } from "@/lib/destinations/refresh-single-flight";
import { requireDestination } from "@/lib/destinations/registry";
import type { DestinationIo, OutgoingRequest } from "@/lib/destinations/types";
import { openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

const klaviyo = requireDestination("klaviyo");
const oauth = klaviyo.oauth!;
const app = { clientId: "ferry-client", clientSecret: "s3cret:with/colons+plus" };
const redirectUri = "http://127.0.0.1:9/api/oauth/klaviyo/callback";
const start = Date.parse("2026-10-01T08:00:00Z");

let emulator: TestEmulator;
let agent: ReturnType<typeof openAgent>;
let io: DestinationIo;
beforeEach(async () => {
  emulator = await openEmulator();
  emulator.control.seed({ apps: [{ ...app, name: "Ferry", redirectUris: [redirectUri] }] });
  agent = openAgent();
  io = { address: emulator.url, dispatcher: agent, clock: () => start, random: Math.random };
});
afterEach(async () => {
  await agent.destroy();
  await emulator.stop();
});

/** What a person does: open the page, read its form, press a button. */
async function consent(page: string, decision: "allow" | "deny"): Promise<URL> {
  const opened = await fetch(page);
  const text = await opened.text();
  const form = new URLSearchParams();
  for (const [, name, value] of text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
    form.append(unescape(name!), unescape(value!));
  form.set("account", testAccount.id);
  form.set("decision", decision);
  const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1] ?? "";
  const answer = await fetch(new URL(action, page), { method: "POST", body: form, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "");
}
const unescape = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

async function authorize(scopes: readonly string[] = klaviyo.scopes, decision: "allow" | "deny" = "allow") {
  const { verifier, challenge } = oauth.newPkce();
  const authorizeAddress = `${emulator.url}/oauth/authorize`;
  const state = 'st&te "quoted"';
  const page = oauth.toAuthorizeUrl({
    authorizeAddress,
    clientId: app.clientId,
    redirectUri,
    scopes,
    state,
    challenge,
  });
  const back = await consent(page, decision);
  expect(back.searchParams.get("state")).toBe(state);
  return { back, code: back.searchParams.get("code") ?? "", verifier };
}

async function connect(scopes: readonly string[] = klaviyo.scopes): Promise<OAuthTokens> {
  const { code, verifier } = await authorize(scopes);
  return oauth.exchangeCode(io, { app, code, verifier, redirectUri, requestedScopes: scopes });
}

const open = ({ accessToken, scopes }: OAuthTokens) =>
  klaviyo.open({ kind: "oauth", accessToken, scopes }, io);

async function reportOf(work: Promise<unknown>, ...secrets: string[]): Promise<FailureReport> {
  const error = await work.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DestinationFailure)) throw error;
  for (const secret of [app.clientSecret, ...secrets])
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(secret);
  return error.report;
}

describe("authorising", () => {
  test("goes from the address over the person's consent to tokens that work, with their scopes", async () => {
    const tokens = await connect();
    expect(tokens).toMatchObject({ expiresAtMs: start + 3_600_000, scopes: klaviyo.scopes });
    expect((await open(tokens).whoAmI()).id).toBe(testAccount.id);
    expect(await open(tokens).scopes()).toEqual(klaviyo.scopes.map((scope) => ({ scope, state: "granted" })));
  });

  test("with fewer scopes names those that are missing without asking, and at a refusal", async () => {
    const tokens = await connect(["accounts:read", "lists:read", "lists:write"]);
    expect(await open(tokens).scopes()).toContainEqual({ scope: "profiles:write", state: "missing" });
    const record = { json: '{"type":"profile","attributes":{"email":"a@example.com"}}', bytes: 57 };
    expect(await reportOf(open(tokens).submit({ listId: emulator.listId }, toBlock([record])))).toMatchObject(
      {
        kind: "forbidden",
        missingScopes: ["profiles:write"],
      },
    );
  });

  test("refused by the person comes back without a code", async () => {
    const { back } = await authorize(klaviyo.scopes, "deny");
    expect(back.searchParams.get("error")).toBe("access_denied");
  });

  test("a code that is used, or of another verifier, is void", async () => {
    const { code, verifier } = await authorize();
    const exchange = { app, code, verifier, redirectUri, requestedScopes: klaviyo.scopes };
    await oauth.exchangeCode(io, exchange);
    expect(await reportOf(oauth.exchangeCode(io, exchange), code, verifier)).toMatchObject({
      kind: "auth",
      code: "invalid_grant",
    });
    const other = await authorize();
    const swapped = { ...exchange, code: other.code };
    expect(await reportOf(oauth.exchangeCode(io, swapped), other.code, verifier)).toMatchObject({
      kind: "auth",
    });
  });

  test("a wrong client secret is the deployment's matter, not the connection's", async () => {
    const tokens = await connect();
    const wrong = { ...app, clientSecret: "wrong-secret" };
    const report = await reportOf(
      oauth.refresh(io, { app: wrong, refreshToken: tokens.refreshToken }),
      "wrong-secret",
      tokens.refreshToken,
    );
    expect(report).toMatchObject({ kind: "bug", code: "invalid_client", status: 401 });
  });
});

describe("refreshing", () => {
  test("keeps the refresh token that was not named, and takes one that was", async () => {
    const first = await connect();
    expect((await oauth.refresh(io, { app, refreshToken: first.refreshToken })).refreshToken).toBe(
      first.refreshToken,
    );
    emulator.control.setSwitches({ refreshAnswerNamesToken: false });
    expect((await oauth.refresh(io, { app, refreshToken: first.refreshToken })).refreshToken).toBeNull();
    emulator.control.setSwitches({ refreshAnswerNamesToken: true, refreshRotates: true });
    expect((await oauth.refresh(io, { app, refreshToken: first.refreshToken })).refreshToken).not.toBe(
      first.refreshToken,
    );
  });

  test.each(["invalid_grant", "invalid_grant_type"] as const)(
    "a dead refresh token, called %s, means reconnect",
    async (deadRefreshError) => {
      emulator.control.setSwitches({ deadRefreshError });
      const { refreshToken } = await connect();
      emulator.control.revokeGrants(testAccount.id);
      expect(await reportOf(oauth.refresh(io, { app, refreshToken }), refreshToken)).toMatchObject({
        kind: "auth",
        code: deadRefreshError,
      });
    },
  );

  test.each([
    [{ kind: "answer", status: 502, body: "html" }, { kind: "transient" }],
    [{ kind: "answer", status: 403, body: "html" }, { kind: "transient" }],
    [{ kind: "answer", status: 200, body: "cutJson" }, { kind: "transient" }],
    [
      { kind: "answer", status: 200, body: "huge" },
      { kind: "transient", code: "answer_too_large" },
    ],
    [
      { kind: "answer", status: 307, body: "empty", headers: { Location: "https://evil.example" } },
      { kind: "bug" },
    ],
    [{ kind: "reset", at: "afterCommit" }, { kind: "transient" }],
    [
      { kind: "answer", status: 429, body: "json:api", retryAfter: 9 },
      { kind: "rate_limited", retryAfterMs: 9000 },
    ],
  ] as const)("%j disconnects nobody", async (fault, expected) => {
    const { refreshToken } = await connect();
    emulator.fault({ count: 1, match: { route: "/oauth/token" }, do: fault });
    expect(await reportOf(oauth.refresh(io, { app, refreshToken }), refreshToken)).toMatchObject(expected);
    expect((await oauth.refresh(io, { app, refreshToken })).accessToken).toBeTruthy();
  });
});

describe("one refresh for all", () => {
  function openStore(tokens: OAuthTokens) {
    const state = { tokens, isLocked: false };
    const store: TokenStore = {
      load: async () => state.tokens,
      async tryLock() {
        if (state.isLocked) return null;
        state.isLocked = true;
        return async () => void (state.isLocked = false);
      },
      save: async (next) => void (state.tokens = next),
    };
    return { state, store };
  }
  const flight = (now: number, refused?: string) => ({
    refresh: (refreshToken: string) => oauth.refresh({ ...io, clock: () => now }, { app, refreshToken }),
    clock: () => now,
    sleep,
    refused,
  });
  const refreshes = () => emulator.control.log({ route: "/oauth/token" });

  test("twenty workers meet an expired token: one refresh, all go on (F21)", async () => {
    const { store } = openStore(await connect());
    await emulator.control.stepClock(3_600_000);
    emulator.control.clearLog();
    emulator.fault({ match: { route: "/oauth/token" }, do: { kind: "delay", ms: 100 } });
    const all = await Promise.all(
      Array.from({ length: 20 }, () => refreshSingleFlight(store, flight(start + 3_600_000))),
    );
    expect(refreshes()).toHaveLength(1);
    expect(new Set(all.map((each) => each.accessToken)).size).toBe(1);
    expect((await open(all[0]!).whoAmI()).id).toBe(testAccount.id);
  });

  test("a token refused before its time is refreshed once", async () => {
    const first = await connect();
    const { store } = openStore(first);
    const again = await refreshSingleFlight(store, flight(start, first.accessToken));
    expect(again.accessToken).not.toBe(first.accessToken);
    expect(await refreshSingleFlight(store, flight(start, first.accessToken))).toEqual(again);
  });

  test("a reply that was never saved: refreshing again works, or ends in reconnect where tokens rotate (F22)", async () => {
    const later = start + 3_600_000;
    const { store } = openStore(await connect());
    const dying = { ...store, save: () => Promise.reject(new Error("killed")) };
    await expect(refreshSingleFlight(dying, flight(later))).rejects.toThrow("killed");
    expect((await refreshSingleFlight(store, flight(later))).accessToken).toBeTruthy();

    emulator.control.setSwitches({ refreshRotates: true });
    await expect(refreshSingleFlight(dying, flight(later + 3_600_000))).rejects.toThrow("killed");
    emulator.control.clearLog();
    expect(await reportOf(refreshSingleFlight(store, flight(later + 3_600_000)))).toMatchObject({
      kind: "auth",
    });
    expect(refreshes()).toHaveLength(1);
  });
});

describe("revoking", () => {
  test("asks the hooks like any request, under a known rate class", async () => {
    const tokens = await connect();
    const seen: string[] = [];
    const watched = {
      ...io,
      onRequest: async (request: OutgoingRequest) => void seen.push(request.rateClass),
    };
    await oauth.refresh(watched, { app, refreshToken: tokens.refreshToken });
    await oauth.revoke(watched, { app, refreshToken: tokens.refreshToken });
    expect(seen).toEqual(["POST /oauth/token", "POST /oauth/revoke"]);
    expect(seen.every((rateClass) => rateClass in klaviyo.rateClasses)).toBe(true);
  });

  test("ends the installation, and once more is no error", async () => {
    const tokens = await connect();
    await oauth.revoke(io, { app, refreshToken: tokens.refreshToken });
    expect(await reportOf(open(tokens).whoAmI(), tokens.accessToken)).toMatchObject({
      kind: "auth",
      status: 401,
    });
    expect(await reportOf(oauth.refresh(io, { app, refreshToken: tokens.refreshToken }))).toMatchObject({
      kind: "auth",
    });
    await oauth.revoke(io, { app, refreshToken: tokens.refreshToken });
  });

  test("a failure says so without the token", async () => {
    const tokens = await connect();
    emulator.fault({ match: { route: "/oauth/revoke" }, do: { kind: "answer", status: 500, body: "html" } });
    expect(
      await reportOf(oauth.revoke(io, { app, refreshToken: tokens.refreshToken }), tokens.refreshToken),
    ).toMatchObject({ kind: "transient" });
  });
});
