import { createHash } from "node:crypto";
import type { Answer } from "../http/call.ts";
import type { World } from "../world.ts";
import { oauthError, oauthJson } from "./authenticate-app.ts";
import { accessTokenLifeMs, refreshTokenIdleMs, type Grant, type OAuthApp } from "./oauth-store.ts";

/** POST /oauth/token: a code or a refresh token for an access token. */
export function issueTokens(world: World, app: OAuthApp, form: URLSearchParams): Answer {
  switch (form.get("grant_type")) {
    case "authorization_code":
      return exchangeCode(world, app, form);
    case "refresh_token":
      return refresh(world, app, form);
    default:
      return oauthError(400, "invalid_grant_type", "The grant type is not supported.");
  }
}

function exchangeCode(world: World, app: OAuthApp, form: URLSearchParams): Answer {
  const code = world.oauth.codes.get(form.get("code") ?? "");
  const now = world.clock.now();
  if (!code || code.clientId !== app.clientId || code.usedByGrant !== null || now >= code.expiresAt) {
    return oauthError(400, "invalid_grant", "The authorization code is invalid, expired or used.");
  }
  if (form.get("redirect_uri") !== code.redirectUri) {
    return oauthError(400, "invalid_grant", "The redirect_uri does not match.");
  }
  const verifier = form.get("code_verifier") ?? "";
  if (!/^[a-zA-Z0-9\-._~]{43,128}$/.test(verifier))
    return oauthError(400, "invalid_request", 'Invalid "code_verifier"');
  if (createHash("sha256").update(verifier).digest("base64url") !== code.challenge) {
    return oauthError(400, "invalid_grant", "Code challenge failed.");
  }
  const grant: Grant = {
    id: world.identifiers.short(),
    clientId: app.clientId,
    accountId: code.accountId,
    scopes: code.scopes,
    refreshToken: world.identifiers.secret(64),
    lastUsedAt: now,
    revokedAt: null,
  };
  code.usedByGrant = grant.id;
  world.oauth.grants.set(grant.id, grant);
  return answerTokens(world, grant, true);
}

function refresh(world: World, app: OAuthApp, form: URLSearchParams): Answer {
  const { switches, oauth } = world;
  const now = world.clock.now();
  const token = form.get("refresh_token");
  const grant = [...oauth.grants.values()].find(
    (each) => each.refreshToken === token && each.clientId === app.clientId,
  );
  if (!grant || grant.revokedAt !== null || now >= grant.lastUsedAt + refreshTokenIdleMs) {
    return oauthError(400, switches.deadRefreshError, "The refresh token is invalid, expired or revoked.");
  }
  const wait = secondsUntilRefresh(world, grant);
  if (wait > 0)
    return {
      ...oauthError(429, "throttled", "Too many refreshes."),
      headers: { "Retry-After": String(wait) },
    };
  if (switches.refreshEndsOldAccess) {
    for (const access of oauth.accessTokens.values())
      if (access.grantId === grant.id) oauth.accessTokens.delete(access.token);
  }
  if (switches.refreshRotates) grant.refreshToken = world.identifiers.secret(64);
  grant.lastUsedAt = now;
  return answerTokens(world, grant, switches.refreshAnswerNamesToken);
}

function secondsUntilRefresh(world: World, grant: Grant): number {
  const cap = world.switches.refreshesPerMinute;
  if (cap === null) return 0;
  const charge = world.windows.charge({
    owner: `${grant.accountId}|${grant.clientId}`,
    buckets: [{ name: "POST /oauth/token", limit: { burst: cap, steady: cap } }],
    now: world.clock.now(),
    describes: "steady",
    countRefused: world.switches.throttledRequestsCount,
  });
  return charge.allowed ? 0 : charge.retryAfterSeconds;
}

function answerTokens(world: World, grant: Grant, namesRefreshToken: boolean): Answer {
  const now = world.clock.now();
  const { oauth, identifiers } = world;
  for (const access of oauth.accessTokens.values())
    if (access.expiresAt <= now) oauth.accessTokens.delete(access.token);
  // Access tokens have been JWTs of more than 500 characters (contract 8).
  const token = `eyJ${identifiers.secret(90)}.${identifiers.secret(420)}.${identifiers.secret(86)}`;
  oauth.accessTokens.set(token, { token, grantId: grant.id, expiresAt: now + accessTokenLifeMs });
  world.changed();
  return oauthJson(200, {
    access_token: token,
    ...(namesRefreshToken && { refresh_token: grant.refreshToken }),
    expires_in: accessTokenLifeMs / 1000,
    token_type: "Bearer",
    scope: grant.scopes.join(" "),
  });
}
