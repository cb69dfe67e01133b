import type { Answer } from "../http/call.ts";
import type { World } from "../world.ts";
import { authorize, decide } from "./authorize.ts";
import { authenticateApp, oauthError } from "./authenticate-app.ts";
import { issueTokens } from "./issue-tokens.ts";
import { revokeToken } from "./revoke-token.ts";

export const oauthRoutes = ["/oauth/authorize", "/oauth/token", "/oauth/revoke"] as const;
export type OAuthRoute = (typeof oauthRoutes)[number];

export interface OAuthRequest {
  method: string;
  url: URL;
  headers: NodeJS.Dict<string | string[]>;
  form: string;
}

/** The three OAuth endpoints (contract section 8). */
export function serveOAuth(world: World, route: OAuthRoute, request: OAuthRequest): Answer {
  const form = new URLSearchParams(request.form);
  if (route === "/oauth/authorize") {
    if (request.method === "GET") return authorize(world, request.url.searchParams);
    return request.method === "POST" ? decide(world, form) : methodNotAllowed("GET, POST");
  }
  if (request.method !== "POST") return methodNotAllowed("POST");
  const type = String(request.headers["content-type"] ?? "").split(";")[0];
  if (type !== "application/x-www-form-urlencoded")
    return oauthError(400, "invalid_request", "The body must be form-encoded.");
  const app = authenticateApp(world, request.headers["authorization"]);
  if (!app) return oauthError(401, "invalid_client", "Client authentication failed.");
  return route === "/oauth/token" ? issueTokens(world, app, form) : revokeToken(world, app, form);
}

function methodNotAllowed(allowed: string): Answer {
  return { ...oauthError(405, "invalid_request", "Method not allowed."), headers: { Allow: allowed } };
}
