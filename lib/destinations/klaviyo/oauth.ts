import { createHash, randomBytes } from "node:crypto";
import { DestinationFailure } from "../destination-failure";
import type { AuthorizeRequest, OAuthApp, OAuthProtocol, Pkce, RefreshedTokens } from "../oauth-types";
import { sendRequest, type HttpAnswer } from "../send-request";
import type { DestinationIo } from "../types";
import { oauthErrorSchema, tokensSchema } from "./api-types";
import { guessRetryAfter, parseRetryAfter } from "./retry-after";

const answerBytes = 1 << 20;

/** Klaviyo's OAuth 2.0 (contract 8). The token endpoint is on the API's host; the www host answers 403. */
export const oauth: OAuthProtocol = {
  newPkce,
  toAuthorizeUrl,
  async exchangeCode(io, { app, code, verifier, redirectUri, requestedScopes }) {
    const form = {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    };
    const tokens = await askTokens(io, { app, form });
    if (tokens.refreshToken === null) throw toUnusable("POST /oauth/token", "no_refresh_token");
    // A scope that is not named is the one that was asked for (RFC 6749, 5.1).
    return { ...tokens, refreshToken: tokens.refreshToken, scopes: tokens.scopes ?? requestedScopes };
  },
  refresh: (io, { app, refreshToken }) =>
    askTokens(io, { app, form: { grant_type: "refresh_token", refresh_token: refreshToken } }),
  async revoke(io, { app, refreshToken }) {
    const answer = await post(io, "/oauth/revoke", {
      app,
      form: { token: refreshToken, token_type_hint: "refresh_token" },
    });
    if (answer.status >= 200 && answer.status < 300) return;
    const failure = toOAuthFailure(io, "POST /oauth/revoke", answer);
    if (failure.kind !== "auth") throw failure;
  },
};

/** A fresh verifier of 64 characters and its S256 challenge. */
function newPkce(): Pkce {
  const verifier = randomBytes(48).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

function toAuthorizeUrl(request: AuthorizeRequest): string {
  const url = new URL(request.authorizeAddress);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("client_id", request.clientId);
  url.searchParams.set("redirect_uri", request.redirectUri);
  url.searchParams.set("scope", request.scopes.join(" "));
  url.searchParams.set("state", request.state);
  url.searchParams.set("code_challenge_method", "S256");
  url.searchParams.set("code_challenge", request.challenge);
  return url.href;
}

interface Posting {
  app: OAuthApp;
  form: Record<string, string>;
}

async function askTokens(io: DestinationIo, posting: Posting): Promise<RefreshedTokens> {
  // The token counts from when Klaviyo made it, which is after we asked: so it ends no later than we think.
  const askedAtMs = io.clock();
  const answer = await post(io, "/oauth/token", posting);
  if (answer.status < 200 || answer.status >= 300) throw toOAuthFailure(io, "POST /oauth/token", answer);
  const tokens = tokensSchema.safeParse(parseJson(answer));
  if (!tokens.success)
    throw toUnusable("POST /oauth/token", answer.text === null ? "answer_too_large" : "unexpected_answer");
  const { access_token, refresh_token, expires_in, scope } = tokens.data;
  return {
    accessToken: access_token,
    refreshToken: refresh_token || null,
    expiresAtMs: askedAtMs + expires_in * 1000,
    scopes: scope ? scope.split(/[\s,]+/).filter(Boolean) : null,
  };
}

function post(
  io: DestinationIo,
  path: "/oauth/token" | "/oauth/revoke",
  { app, form }: Posting,
): Promise<HttpAnswer> {
  const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString("base64");
  return sendRequest(io, {
    rateClass: `POST ${path}`,
    method: "POST",
    path,
    headers: {
      authorization: `Basic ${basic}`,
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
    body: [Buffer.from(new URLSearchParams(form).toString())],
    // A lost answer changes nothing that a repetition would not repair, so it is no ambiguous write (F22).
    isWrite: false,
    namesPeople: false,
    answerBytes,
  });
}

function parseJson(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text ?? "");
  } catch {
    return undefined; // the shape check says what is wrong
  }
}

// Names of RFC 6749 and of Klaviyo's troubleshooting page. Only known ones are kept: an answer may say anything.
const errorNames = new Set([
  "invalid_client",
  "invalid_grant",
  "invalid_grant_type",
  "invalid_request",
  "invalid_scope",
  "unauthorized_client",
  "unsupported_grant_type",
  "throttled",
]);

/**
 * OAuth refusals are plain JSON with `error`. A dead code or token, under either of its names, is `auth`; a wrong
 * client id or secret is `bug`, since no person can mend it by reconnecting; a 5xx never disconnects anybody.
 */
function toOAuthFailure(io: DestinationIo, rateClass: string, answer: HttpAnswer): DestinationFailure {
  const { status } = answer;
  const named = oauthErrorSchema.safeParse(parseJson(answer)).data?.error ?? "";
  const code = errorNames.has(named) ? named : `http_${status}`;
  const sentence = `Klaviyo answered ${status} (${code}) to ${rateClass}.`;
  const circumstances = { sentence, rateClass, status, code, requestId: null, pointer: null };
  const retryAfterMs = parseRetryAfter(answer.header("retry-after"));
  if (code === "invalid_grant" || code === "invalid_grant_type")
    return new DestinationFailure({ kind: "auth", ...circumstances });
  if (status === 429) {
    const wait = retryAfterMs ?? guessRetryAfter(io.random());
    const isStated = retryAfterMs !== null;
    return new DestinationFailure({ kind: "rate_limited", retryAfterMs: wait, isStated, ...circumstances });
  }
  if (status >= 500 || status === 403 || status === 408)
    return new DestinationFailure({ kind: "transient", retryAfterMs, ...circumstances });
  return new DestinationFailure({ kind: "bug", ...circumstances });
}

function toUnusable(rateClass: string, code: string): DestinationFailure {
  return new DestinationFailure({
    kind: "transient",
    retryAfterMs: null,
    sentence: `Klaviyo's answer to ${rateClass} cannot be used (${code}).`,
    rateClass,
    status: 200,
    code,
    requestId: null,
    pointer: null,
  });
}
