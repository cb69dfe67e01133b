import type { Answer } from "../http/call.ts";
import type { World } from "../world.ts";
import type { OAuthApp } from "./oauth-store.ts";

/** The app named by a Basic header, when its secret is right (contract 8). */
export function authenticateApp(world: World, header: string | string[] | undefined): OAuthApp | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(String(header))?.[1];
  if (!encoded) return undefined;
  const [clientId, ...secret] = Buffer.from(encoded, "base64").toString().split(":");
  const app = world.oauth.apps.get(clientId ?? "");
  return app && app.clientSecret === secret.join(":") ? app : undefined;
}

/** An OAuth refusal: plain JSON, not JSON:API. */
export function oauthError(status: number, error: string, description: string): Answer {
  return oauthJson(status, { error, error_description: description });
}

/** An OAuth answer; tokens must not be stored by anything on the way. */
export function oauthJson(status: number, body: object): Answer {
  return {
    status,
    text: { type: "application/json", content: JSON.stringify(body) },
    headers: { "Cache-Control": "no-store" },
  };
}
