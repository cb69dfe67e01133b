/** An account of the local Klaviyo that only one file of specs uses. */
export interface KlaviyoAccount {
  id: string;
  name: string;
  key: string;
  /** The ids of the lists it begins with, by name. */
  lists: Record<string, string>;
}

async function control(method: string, path: string, body?: object): Promise<Response> {
  const answer = await fetch(`${process.env.E2E_KLAVIYO}/_control/${path}`, {
    method,
    headers: { "x-control-token": process.env.E2E_KLAVIYO_TOKEN ?? "" },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** A new account with these lists, so that no other spec's requests, faults or limits meet its own. */
export async function openAccount(name: string, lists: string[] = []): Promise<KlaviyoAccount> {
  const id = Math.random().toString(36).slice(2, 8).padEnd(6, "x").toUpperCase();
  const key = `pk_${Array.from({ length: 34 }, () => Math.floor(Math.random() * 16).toString(16)).join("")}`;
  const account = {
    id,
    name,
    keys: [{ id: "spec", secret: key }],
    lists: lists.map((one) => ({ name: one })),
  };
  const made = (await (await control("POST", "seed", { accounts: [account] })).json()) as Record<
    string,
    Record<string, string>
  >;
  return { id, name, key, lists: made[id] ?? {} };
}

interface Overview {
  accounts: { id: string; name: string; lists: { id: string; name: string; members: number }[] }[];
}

async function overview(): Promise<Overview> {
  return (await control("GET", "overview")).json() as Promise<Overview>;
}

/** The list of this name, as Klaviyo itself has it. */
export async function listNamed(account: Pick<KlaviyoAccount, "id">, name: string) {
  const lists = (await overview()).accounts.find(({ id }) => id === account.id)?.lists ?? [];
  const named = lists.filter((list) => list.name === name);
  if (named.length !== 1) throw new Error(`Klaviyo has ${named.length} lists named ${name}.`);
  return named[0] as (typeof lists)[number];
}

/** Who is on a list, as Klaviyo itself has it: the addresses, in alphabetical order. */
export async function addressesOn(account: Pick<KlaviyoAccount, "id">, listId: string): Promise<string[]> {
  const lines = await (await control("GET", `accounts/${account.id}/lists/${listId}/members`)).text();
  const members = lines.split("\n").filter(Boolean);
  return members.map((line) => (JSON.parse(line) as { email: string }).email).sort();
}

/** Deletes a list, as somebody would in Klaviyo. */
export async function deleteList(account: Pick<KlaviyoAccount, "id">, listId: string): Promise<void> {
  await control("DELETE", `accounts/${account.id}/lists/${listId}`);
}

/** The account's next import stays in Klaviyo's queue; the returned function lets it through. */
export async function holdNextImport(account: Pick<KlaviyoAccount, "id">): Promise<() => Promise<void>> {
  await control("POST", "faults", {
    match: { method: "POST", route: "/api/profile-bulk-import-jobs", account: account.id },
    count: 1,
    do: { kind: "job", fate: { ending: "stuckQueued" } },
  });
  return async () => {
    await control("POST", `accounts/${account.id}/jobs/release`);
  };
}

/** Klaviyo refuses so many people of the account's next import. */
export async function refuseInNextImport(account: Pick<KlaviyoAccount, "id">, people: number): Promise<void> {
  await control("POST", "faults", {
    match: { method: "POST", route: "/api/profile-bulk-import-jobs", account: account.id },
    count: 1,
    do: { kind: "job", fate: { ending: "complete", startMs: 0, workMs: 0, failRows: { count: people } } },
  });
}

/** What Klaviyo says of the people it refuses of the account's next import. */
export async function sayOfNextImport(account: Pick<KlaviyoAccount, "id">, detail: string): Promise<void> {
  await control("POST", "faults", {
    match: { method: "POST", route: "/api/profile-bulk-import-jobs", account: account.id },
    count: 1,
    do: { kind: "job", fate: { ending: "complete", startMs: 0, workMs: 0, failRows: { count: 1, detail } } },
  });
}

/** The account's next import is refused as a whole, with these words. */
export async function refuseNextImport(account: Pick<KlaviyoAccount, "id">, detail: string): Promise<void> {
  await control("POST", "faults", {
    match: { method: "POST", route: "/api/profile-bulk-import-jobs", account: account.id },
    count: 1,
    do: { kind: "answer", status: 400, code: "invalid", detail },
  });
}

/** How many imports Klaviyo was asked for in this account. */
export async function importsOf(account: Pick<KlaviyoAccount, "id">): Promise<number> {
  const lines = await (await control("GET", `accounts/${account.id}/jobs`)).text();
  return lines.split("\n").filter(Boolean).length;
}
