import type { Account } from "../accounts/account.ts";
import { notFound } from "../http/api-error.ts";
import { pickFields, readFields } from "../http/check-query.ts";
import type { Call, Route } from "../http/call.ts";
import { oneDocument, selfLink, wholeDocument } from "../http/json-api.ts";

const parameters = { "fields[account]": "any" } as const;

/** GET /accounts and /accounts/{id}: exactly the one account of the credential (contract 7.1). */
export const accountsRoutes: Route[] = [
  {
    method: "GET",
    template: "/api/accounts",
    scopes: ["accounts:read"],
    parameters,
    handle: (call) => ({
      status: 200,
      document: wholeDocument(call, [toAccountResource(call, call.account)]),
    }),
  },
  {
    method: "GET",
    template: "/api/accounts/{id}",
    scopes: ["accounts:read"],
    parameters,
    handle(call) {
      const id = call.params["id"]!;
      if (id !== call.account.id) throw notFound(`An account with id \`${id}\` does not exist.`);
      return { status: 200, document: oneDocument(call, toAccountResource(call, call.account)) };
    },
  },
];

function toAccountResource(call: Call, account: Account): object {
  const attributes = {
    test_account: account.testAccount,
    contact_information: {
      default_sender_name: account.name,
      default_sender_email: "sender@example.com",
      website_url: "https://www.example.com",
      organization_name: account.name,
      street_address: { address1: null, address2: null, city: null, region: null, country: null, zip: null },
    },
    industry: account.industry,
    timezone: account.timezone,
    preferred_currency: account.currency,
    public_api_key: account.id,
    locale: account.locale,
  };
  return {
    type: "account",
    id: account.id,
    attributes: pickFields(attributes, readFields(call.query, "account")),
    links: selfLink(call, `/api/accounts/${account.id}`),
  };
}
