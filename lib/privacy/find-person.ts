import type { ClientBase, Pool } from "pg";
import { addressFields } from "./address-fields";

/** Whom somebody asks to erase. */
export interface Asked {
  by: "email" | "key";
  value: string;
}

/** All that the person is known by in Ferry. Addresses are normalised. */
export interface Person {
  keys: string[];
  addresses: string[];
  profileIds: string[];
}

type Client = ClientBase | Pool;

const hasAddress = (row: string, fields: string, wanted: string) =>
  `EXISTS (SELECT FROM unnest(${fields}::text[]) field
     WHERE run_data.normal_address(${row}.attributes ->> field) = ANY (${wanted}))`;

async function normalise(client: Client, value: string): Promise<string> {
  const { rows } = await client.query<{ address: string }>("SELECT run_data.normal_address($1) AS address", [
    value,
  ]);
  return rows[0]?.address ?? "";
}

/** The keys of everybody with the address, in any source: the unified profile shows one of several. */
async function findKeys(client: Client, address: string, fields: string[]): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM source_record r WHERE ${hasAddress("r", "$1", "$2::text[]")}
     UNION SELECT key FROM profile p WHERE ${hasAddress("p", "$1", "$2::text[]")}`,
    [fields, [address]],
  );
  return rows.map(({ key }) => key);
}

async function findProfileIds(client: Client, keys: string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>("SELECT id::text FROM profile WHERE key = ANY ($1)", [
    keys,
  ]);
  return rows.map(({ id }) => id);
}

/** Addresses of these people in their sources, and those they were sent under before. */
async function findAddresses(
  client: Client,
  { keys, profileIds, fields }: { keys: string[]; profileIds: string[]; fields: string[] },
): Promise<string[]> {
  const { rows } = await client.query<{ address: string }>(
    `SELECT address FROM (
       SELECT run_data.normal_address(r.attributes ->> field) AS address
       FROM (SELECT key, attributes FROM source_record UNION ALL SELECT key, attributes FROM profile) r,
         unnest($1::text[]) field WHERE r.key = ANY ($2)
       UNION SELECT identifier FROM run_data.ledger_entry WHERE profile_id = ANY ($3::bigint[])) known
     WHERE address <> ''`,
    [fields, keys, profileIds],
  );
  return rows.map(({ address }) => address);
}

/** Those of the addresses that customers who stay have too: they remain theirs. */
async function findShared(client: Client, addresses: string[], keys: string[], fields: string[]) {
  const { rows } = await client.query<{ address: string }>(
    `SELECT DISTINCT run_data.normal_address(p.attributes ->> field) AS address
     FROM profile p, unnest($1::text[]) field
     WHERE p.key <> ALL ($2) AND run_data.normal_address(p.attributes ->> field) = ANY ($3)`,
    [fields, keys, addresses],
  );
  return new Set(rows.map(({ address }) => address));
}

/**
 * Finds everybody with an address, or the customer with a key, and all addresses that are theirs alone. Reads all
 * records once or twice, since nobody is found by address often enough for an index.
 */
export async function findPerson(client: Client, { by, value }: Asked): Promise<Person> {
  const fields = await addressFields(client);
  const asked = by === "email" ? await normalise(client, value) : null;
  const keys = asked === null ? [value.trim()] : await findKeys(client, asked, fields);
  const profileIds = await findProfileIds(client, keys);
  const all = await findAddresses(client, { keys, profileIds, fields });
  const shared = await findShared(client, all, keys, fields);
  const own = all.filter((address) => !shared.has(address));
  return { keys, profileIds, addresses: [...new Set(asked === null ? own : [asked, ...own])] };
}
