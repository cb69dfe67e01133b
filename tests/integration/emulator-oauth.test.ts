import { createHash, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
const app = {
  clientId: "client-1",
  clientSecret: "s3cret:with:colons",
  redirectUri: "http://127.0.0.1:9/callback?fixed=1",
};
const verifier = randomBytes(48).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");

beforeEach(async () => {
  klaviyo = await openEmulator();
  klaviyo.control.seed({
    accounts: [{ id: "Second", name: "Second shop" }],
    apps: [
      {
        clientId: app.clientId,
        clientSecret: app.clientSecret,
        name: "Ferry",
        redirectUris: [app.redirectUri],
      },
    ],
  });
});
afterEach(() => klaviyo.stop());

const wish = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: "accounts:read lists:read",
    state: "st&te",
    code_challenge_method: "S256",
    code_challenge: challenge,
    ...change,
  });
const open = (query: URLSearchParams) =>
  fetch(`${klaviyo.url}/oauth/authorize?${query}`, { redirect: "manual" });
const decide = async (decision: "allow" | "deny", account: string = testAccount.id, query = wish()) => {
  query.set("decision", decision);
  query.set("account", account);
  const response = await fetch(`${klaviyo.url}/oauth/authorize`, {
    method: "POST",
    body: query,
    redirect: "manual",
  });
  return new URL(response.headers.get("location") ?? "http://none");
};
const basic = (secret: string = app.clientSecret) =>
  `Basic ${Buffer.from(`${app.clientId}:${secret}`).toString("base64")}`;
const post = async (path: string, form: Record<string, string>, authorization = basic()) => {
  const response = await fetch(`${klaviyo.url}${path}`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { authorization },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: (text ? JSON.parse(text) : {}) as Record<string, string>,
    text,
  };
};
const exchange = (code: string, change: Record<string, string> = {}) =>
  post("/oauth/token", {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: app.redirectUri,
    ...change,
  });
const connect = async (account?: string) =>
  (await exchange((await decide("allow", account)).searchParams.get("code") ?? "")).json;
const refresh = (token: string | undefined) =>
  post("/oauth/token", { grant_type: "refresh_token", refresh_token: token ?? "" });
const accountOf = (token: string | undefined) =>
  klaviyo.call("GET", "/api/accounts", { authorization: `Bearer ${token}` });

describe("the page", () => {
  test("names the app, the scopes and every account, works without scripts, and says it is local", async () => {
    const response = await open(wish());
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    for (const part of [
      "Local Klaviyo",
      "Ferry wants",
      "lists:read",
      "Acme",
      "Second shop",
      'value="allow"',
      'value="deny"',
      '<html lang="en">',
      "prefers-color-scheme: dark",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("<script");
  });

  test("escapes what it is given", async () => {
    expect(await (await open(wish({ state: '"><script>alert(1)</script>' }))).text()).not.toContain(
      "<script",
    );
  });

  test.each([
    ["an unknown client", { client_id: "nobody" }],
    ["a redirect address that is not registered", { redirect_uri: "http://127.0.0.1:9/callback" }],
    ["a redirect address that only begins the same", { redirect_uri: `${app.redirectUri}&more=1` }],
  ])("never redirects for %s", async (_, change) => {
    const response = await open(wish(change));
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
  });

  test.each([
    ["without PKCE", { code_challenge: "" }, "invalid_request"],
    ["with a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["with a scope that does not exist", { scope: "list:read" }, "invalid_scope"],
    ["without scopes", { scope: "" }, "invalid_scope"],
    ["with another response type", { response_type: "token" }, "unsupported_response_type"],
  ])("sends the browser back with an error %s", async (_, change, error) => {
    const back = new URL((await open(wish(change))).headers.get("location") ?? "");
    expect(back.searchParams.get("error")).toBe(error);
    expect(back.searchParams.get("state")).toBe("st&te");
    expect(back.searchParams.get("fixed")).toBe("1");
  });

  test("denying comes back with access_denied and the state", async () => {
    const back = await decide("deny");
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(back.searchParams.get("error_description")).toBeTruthy();
    expect(back.searchParams.get("state")).toBe("st&te");
    expect(back.searchParams.get("code")).toBeNull();
  });
});

describe("tokens", () => {
  test("a code becomes tokens for the account that was chosen", async () => {
    const tokens = await connect("Second");
    expect(tokens).toMatchObject({
      token_type: "Bearer",
      expires_in: 3600,
      scope: "accounts:read lists:read",
    });
    expect(tokens["access_token"]?.length).toBeGreaterThan(500);
    expect((await accountOf(tokens["access_token"])).json["data"]?.[0]?.["id"]).toBe("Second");
  });

  test("a code serves once, for five minutes, for its own address and verifier", async () => {
    const code = async () => (await decide("allow")).searchParams.get("code") ?? "";
    const used = await code();
    expect((await exchange(used)).status).toBe(200);
    expect((await exchange(used)).json["error"]).toBe("invalid_grant");
    expect((await exchange(await code(), { redirect_uri: "http://elsewhere" })).json["error"]).toBe(
      "invalid_grant",
    );
    expect((await exchange(await code(), { code_verifier: "short" })).json["error_description"]).toBe(
      'Invalid "code_verifier"',
    );
    expect((await exchange(await code(), { code_verifier: "x".repeat(43) })).json["error_description"]).toBe(
      "Code challenge failed.",
    );
    const late = await code();
    await klaviyo.control.stepClock(300_000);
    expect((await exchange(late)).json["error"]).toBe("invalid_grant");
  });

  test("the wrong secret is invalid_client, another grant type invalid_grant_type, JSON invalid_request", async () => {
    expect(await post("/oauth/token", { grant_type: "refresh_token" }, basic("wrong"))).toMatchObject({
      status: 401,
      json: { error: "invalid_client" },
    });
    expect((await post("/oauth/token", { grant_type: "password" })).json["error"]).toBe("invalid_grant_type");
    const json = await fetch(`${klaviyo.url}/oauth/token`, {
      method: "POST",
      body: "{}",
      headers: { authorization: basic(), "content-type": "application/json" },
    });
    expect([json.status, ((await json.json()) as { error: string }).error]).toEqual([400, "invalid_request"]);
  });

  test("a refresh repeats the refresh token, and the old access token lives to its own end", async () => {
    const first = await connect();
    await klaviyo.control.stepClock(1_800_000);
    const second = (await refresh(first["refresh_token"])).json;
    expect(second["refresh_token"]).toBe(first["refresh_token"]);
    expect(second["access_token"]).not.toBe(first["access_token"]);
    expect((await accountOf(first["access_token"])).status).toBe(200);
    await klaviyo.control.stepClock(1_800_000);
    expect((await accountOf(first["access_token"])).status).toBe(401);
    expect((await accountOf(second["access_token"])).status).toBe(200);
  });

  test("by switches: rotation, silence about the refresh token, the old access token ended", async () => {
    const first = await connect();
    klaviyo.control.setSwitches({ refreshRotates: true, refreshEndsOldAccess: true });
    const second = (await refresh(first["refresh_token"])).json;
    expect(second["refresh_token"]).not.toBe(first["refresh_token"]);
    expect((await refresh(first["refresh_token"])).json["error"]).toBe("invalid_grant");
    expect((await accountOf(first["access_token"])).status).toBe(401);
    klaviyo.control.setSwitches({ refreshRotates: false, refreshAnswerNamesToken: false });
    expect((await refresh(second["refresh_token"])).json).not.toHaveProperty("refresh_token");
  });

  test("ten refreshes a minute, then 429 with Retry-After", async () => {
    const { refresh_token: token } = await connect();
    for (let index = 0; index < 10; index++) expect((await refresh(token)).status).toBe(200);
    const refused = await refresh(token);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    klaviyo.control.setSwitches({ refreshesPerMinute: null });
    expect((await refresh(token)).status).toBe(200);
  });

  test("revoking ends everything: 200 without a body, 401, invalid_grant", async () => {
    const tokens = await connect();
    const revoked = await post("/oauth/revoke", {
      token: tokens["refresh_token"] ?? "",
      token_type_hint: "refresh_token",
    });
    expect([revoked.status, revoked.text]).toEqual([200, ""]);
    expect((await accountOf(tokens["access_token"])).status).toBe(401);
    expect(await refresh(tokens["refresh_token"])).toMatchObject({
      status: 400,
      json: { error: "invalid_grant" },
    });
    klaviyo.control.setSwitches({ deadRefreshError: "invalid_grant_type" });
    expect((await refresh(tokens["refresh_token"])).json["error"]).toBe("invalid_grant_type");
  });

  test("a refresh token dies after ninety days unused", async () => {
    const tokens = await connect();
    await klaviyo.control.stepClock(90 * 86_400_000);
    expect((await refresh(tokens["refresh_token"])).json["error"]).toBe("invalid_grant");
  });

  test("scopes hold, and the app has a quota of its own", async () => {
    const tokens = await connect();
    const authorization = `Bearer ${tokens["access_token"]}`;
    expect((await klaviyo.call("GET", "/api/profiles", { authorization })).status).toBe(403);
    klaviyo.control.setLimits({});
    expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(200);
    expect((await klaviyo.call("GET", "/api/accounts", { authorization })).status).toBe(200);
    expect((await klaviyo.call("GET", "/api/accounts", { authorization })).status).toBe(429);
  });

  test("faults reach the token endpoint too", async () => {
    klaviyo.fault({ match: { route: "/oauth/token" }, do: { kind: "answer", status: 502, body: "html" } });
    const response = await fetch(`${klaviyo.url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "refresh_token" }),
      headers: { authorization: basic() },
    });
    expect(response.status).toBe(502);
    expect(klaviyo.control.log({ route: "/oauth/token" })).toHaveLength(1);
  });
});
