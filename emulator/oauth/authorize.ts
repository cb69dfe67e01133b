import { knownScopes } from "../accounts/scopes.ts";
import type { Answer } from "../http/call.ts";
import { consentPage } from "../pages/consent-page.ts";
import { messagePage } from "../pages/message-page.ts";
import type { World } from "../world.ts";
import type { OAuthApp } from "./oauth-store.ts";

interface Wish {
  app: OAuthApp;
  redirectUri: string;
  state: string | null;
  scopes: string[];
  challenge: string;
}

/** GET /oauth/authorize: the page on which a person allows or denies. */
export function authorize(world: World, query: URLSearchParams): Answer {
  const wish = readWish(world, query);
  if (!("app" in wish)) return wish;
  return consentPage({ app: wish.app, scopes: wish.scopes, accounts: [...world.accounts.values()], query });
}

/** POST /oauth/authorize: the person's decision, sent by the page's form. */
export function decide(world: World, form: URLSearchParams): Answer {
  const wish = readWish(world, form);
  if (!("app" in wish)) return wish;
  if (form.get("decision") !== "allow") {
    return redirect(wish, {
      error: "access_denied",
      error_description: "The resource owner denied the request.",
    });
  }
  const account = world.accounts.get(form.get("account") ?? "");
  if (!account) return messagePage(400, "Choose an account", "The account you chose does not exist here.");
  const code = world.identifiers.secret(48);
  world.oauth.codes.set(code, {
    code,
    clientId: wish.app.clientId,
    accountId: account.id,
    redirectUri: wish.redirectUri,
    scopes: wish.scopes,
    challenge: wish.challenge,
    expiresAt: world.clock.now() + world.switches.authorizationCodeMs,
    usedByGrant: null,
  });
  return redirect(wish, { code });
}

/** A wish that can be granted, or the answer that says why not. An unknown address is never redirected to. */
function readWish(world: World, query: URLSearchParams): Wish | Answer {
  const app = world.oauth.apps.get(query.get("client_id") ?? "");
  if (!app)
    return messagePage(400, "Unknown app", "No app with this client id is registered at the local Klaviyo.");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!app.redirectUris.includes(redirectUri)) {
    return messagePage(
      400,
      "Wrong redirect address",
      "The redirect address is not one of those registered for this app.",
    );
  }
  const target = { redirectUri, state: query.get("state") };
  const refuse = (error: string, description: string) =>
    redirect(target, { error, error_description: description });
  if (query.get("response_type") !== "code")
    return refuse("unsupported_response_type", "response_type must be code.");
  const challenge = query.get("code_challenge") ?? "";
  if (query.get("code_challenge_method") !== "S256" || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    return refuse("invalid_request", "PKCE with S256 is required.");
  }
  const scopes = (query.get("scope") ?? "").split(" ").filter(Boolean);
  const unknown = scopes.find(
    (scope) => !knownScopes.some((known) => known === scope) || !app.scopes.includes(scope),
  );
  if (unknown !== undefined || scopes.length === 0)
    return refuse("invalid_scope", `The scope ${unknown ?? ""} is not allowed.`);
  return { app, ...target, scopes, challenge };
}

function redirect(
  target: { redirectUri: string; state: string | null },
  parameters: Record<string, string>,
): Answer {
  const url = new URL(target.redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (target.state !== null) url.searchParams.set("state", target.state);
  // 303, so that the browser follows the form's POST with a GET.
  return { status: 303, headers: { Location: url.href } };
}
