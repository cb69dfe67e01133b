import type { Account } from "../accounts/account.ts";
import type { Answer } from "../http/call.ts";
import type { OAuthApp } from "../oauth/oauth-store.ts";
import { html, page } from "./layout.ts";

export interface ConsentPageProps {
  app: OAuthApp;
  scopes: string[];
  accounts: Account[];
  query: URLSearchParams;
}

const carried = new Set([
  "response_type",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
]);

/** Asks a person to let an app into one of the accounts. */
export function consentPage({ app, scopes, accounts, query }: ConsentPageProps): Answer {
  // Only what the OAuth request is made of: a `decision` in the address must not decide for the person.
  const hidden = [...query]
    .filter(([name]) => carried.has(name))
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
  const choices = accounts.map((account, index) => {
    const checked = { markup: index === 0 ? "checked" : "" };
    return html`<label
      ><input type="radio" name="account" value="${account.id}" ${checked} required /> ${account.name}
      <span class="soft">${account.id}</span></label
    >`;
  });
  const content = html`<form class="card" method="post" action="/oauth/authorize">
    <h1>${app.name} wants to use your Klaviyo account</h1>
    <p class="soft">This is the local Klaviyo. Choose the account as you would after signing in.</p>
    <fieldset>
      <legend>Account</legend>
      ${choices}
    </fieldset>
    <h2>It will be able to</h2>
    <ul class="scopes">
      ${scopes.map((scope) => html`<li>${describeScope(scope)} <span class="soft">${scope}</span></li>`)}
    </ul>
    ${hidden}
    <div class="actions">
      <button class="primary" name="decision" value="allow">Allow</button
      ><button name="decision" value="deny" formnovalidate>Deny</button>
    </div>
  </form>`;
  return page("Allow access", content);
}

function describeScope(scope: string): string {
  const [noun, verb] = scope.split(":") as [string, string];
  return `${verb === "write" ? "Change" : "Read"} ${noun.replace("-", " ")}`;
}
