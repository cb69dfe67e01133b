import type { Answer } from "../http/call.ts";
import type { World } from "../world.ts";
import type { OAuthApp } from "./oauth-store.ts";

/** POST /oauth/revoke: a refresh token ends the installation; an unknown token is no error (contract 8). */
export function revokeToken(world: World, app: OAuthApp, form: URLSearchParams): Answer {
  const token = form.get("token") ?? "";
  for (const grant of world.oauth.grants.values()) {
    if (grant.refreshToken === token && grant.clientId === app.clientId)
      grant.revokedAt ??= world.clock.now();
  }
  world.oauth.accessTokens.delete(token);
  world.changed();
  return { status: 200 };
}
