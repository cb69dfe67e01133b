import { z } from "zod";
import { DestinationFailure } from "../destination-failure";
import type { Channel, Credential, DestinationIo, RemoteAccount, ScopeState } from "../types";
import { accountSchema, documentOf, referenceSchema } from "./api-types";
import { createClient } from "./client";
import { createErasure } from "./erasure";
import { createImportJobs } from "./import-jobs";
import { createLists } from "./lists";
import { createMembers } from "./members";
import { neededScopes } from "./routes";

/** A connection with one credential. Opening it sends nothing. */
export function openChannel(credential: Credential, io: DestinationIo): Channel {
  const client = createClient(credential, io);
  const lists = createLists(client);
  let isAccountProved = false;

  async function whoAmI(): Promise<RemoteAccount> {
    const { data } = await client.send(
      { route: "GET /api/accounts" },
      documentOf(z.tuple([accountSchema], z.unknown())),
    );
    const [account] = data;
    isAccountProved = true;
    return {
      id: account.id,
      name: account.attributes?.contact_information?.organization_name ?? null,
      timezone: account.attributes?.timezone ?? null,
      isTestAccount: account.attributes?.test_account ?? null,
    };
  }

  const query = { "page[size]": "1" };
  const proofs: Partial<Record<string, () => Promise<unknown>>> = {
    // One a second is all Klaviyo allows here, so a proof given before is enough (contract 7.1).
    "accounts:read": async () => isAccountProved || whoAmI(),
    "lists:read": () => client.page({ route: "GET /api/lists", query }, referenceSchema),
    "profiles:read": () =>
      client.page(
        { route: "GET /api/profiles", query: { ...query, "fields[profile]": "email" } },
        referenceSchema,
      ),
  };

  async function scopes(): Promise<ScopeState[]> {
    const states: ScopeState[] = [];
    for (const scope of neededScopes) states.push({ scope, state: await findScopeState(scope) });
    return states;
  }

  async function findScopeState(scope: string): Promise<ScopeState["state"]> {
    if (credential.kind === "oauth") return credential.scopes.includes(scope) ? "granted" : "missing";
    const prove = proofs[scope];
    return prove ? proveScope(prove) : "confirmed_at_first_use";
  }

  return {
    whoAmI,
    scopes,
    lists,
    ...createImportJobs(client, io.clock),
    ...createMembers(client, lists),
    ...createErasure(client),
  };
}

async function proveScope(prove: () => Promise<unknown>): Promise<"granted" | "missing"> {
  try {
    await prove();
    return "granted";
  } catch (error) {
    if (error instanceof DestinationFailure && error.kind === "forbidden") return "missing";
    throw error;
  }
}
