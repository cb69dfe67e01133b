import type { ClientBase, Pool } from "pg";
import { MAX_BAD_LINES } from "@/lib/sources/schema";
import { addressFields } from "./address-fields";
import { type HashPads, type TombstoneKeyProblem, tombstoneKeyProblem, tombstonePads } from "./tombstone-key";

type Client = ClientBase | Pool;

const addressHash = (address: string, pads: string) =>
  `keyed_hash('address:' || run_data.normal_address(${address}), ${pads})`;
const keyHash = (key: string, pads: string) => `keyed_hash('key:' || ${key}, ${pads})`;

/** Whether anybody was ever erased. Where nobody was, nothing has to be hashed. */
export async function hasTombstones(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>("SELECT EXISTS (SELECT FROM tombstone) AS has");
  return rows[0]?.has ?? false;
}

/** People were erased and cannot be known again now: whoever is let in could be one of them, so nobody is. */
export class ErasedUnknown extends Error {
  readonly code: "erased_key_missing" | "erased_key_changed";

  constructor(problem: TombstoneKeyProblem) {
    super(`Erased people cannot be known again: ${problem}.`);
    this.name = "ErasedUnknown";
    this.code = problem === "tombstone_key_missing" ? "erased_key_missing" : "erased_key_changed";
  }
}

/**
 * By what erased people are known again in what comes in; null where nobody was erased. Throws ErasedUnknown where there
 * are some and the key is not the one they were erased with.
 */
export async function erasedPads(client: Client): Promise<HashPads | null> {
  if (!(await hasTombstones(client))) return null;
  const problem = await tombstoneKeyProblem(client);
  if (problem) throw new ErasedUnknown(problem);
  return tombstonePads();
}

/** Why nobody may be let in now; null where all is well. */
export async function findErasedUnknown(client: Client): Promise<ErasedUnknown["code"] | null> {
  try {
    await erasedPads(client);
    return null;
  } catch (error) {
    if (error instanceof ErasedUnknown) return error.code;
    throw error;
  }
}

/**
 * A SQL condition: the key, or one of the addresses, is of somebody who was erased. `pads` are the places of the two
 * parameters, `$3, $4`.
 */
export function isErasedSql({ key, addresses }: { key?: string; addresses: string[] }, pads: string): string {
  return [
    ...(key === undefined ? [] : [keyHash(key, pads)]),
    ...addresses.map((address) => addressHash(address, pads)),
  ]
    .map((hash) => `${hash} IN (SELECT hash FROM tombstone)`)
    .join(" OR ");
}

export function padsOf({ inner, outer }: HashPads): [Buffer, Buffer] {
  return [inner, outer];
}

/** Remembers keys and normalised addresses as hashes. Answers how many of both there are. */
export async function addTombstones(
  client: Client,
  { keys, addresses }: { keys: string[]; addresses: string[] },
): Promise<number> {
  await client.query(
    `INSERT INTO tombstone (hash)
     SELECT ${keyHash("key", "$1, $2")} FROM unnest($3::text[]) AS key
     UNION SELECT ${addressHash("address", "$1, $2")} FROM unnest($4::text[]) AS address
     ON CONFLICT DO NOTHING`,
    [...padsOf(tombstonePads()), keys, addresses],
  );
  return keys.length + addresses.length;
}

interface Incoming {
  /** A table with `key text` and `attributes jsonb`, and with `line int` where `importId` is given. */
  table: string;
  /** Fields of addresses that the catalogue does not have yet. */
  newFields?: string[];
  /** Whose list of lines left out names those that are about erased people. */
  importId?: string;
}

/**
 * Takes rows about erased people out of a table that is on its way in, known by their key or by any field of addresses.
 * Of a line its number is listed and nothing else. Answers how many.
 */
export async function takeOutErased(
  client: Client,
  { table, newFields = [], importId }: Incoming,
): Promise<number> {
  const pads = await erasedPads(client);
  if (!pads) return 0;
  const fields = [...new Set([...(await addressFields(client)), ...newFields])];
  const addresses = fields.map((_, index) => `attributes ->> $${index + 3}`);
  const gone = `DELETE FROM ${table} WHERE ${isErasedSql({ key: "key", addresses }, "$1, $2")}`;
  const values = [...padsOf(pads), ...fields];
  if (!importId) return (await client.query(gone, values)).rowCount ?? 0;
  const { rows } = await client.query<{ people: number }>(
    `WITH gone AS (${gone} RETURNING line), listed AS (
       INSERT INTO import_bad_line (import_id, line, code)
       SELECT $${values.length + 1}::uuid, line, 'person_erased' FROM gone
       WHERE line IS NOT NULL ORDER BY line LIMIT ${MAX_BAD_LINES} ON CONFLICT DO NOTHING)
     SELECT count(*)::int AS people FROM gone`,
    [...values, importId],
  );
  return rows[0]?.people ?? 0;
}

/** The keys of those among `people` who were erased, by their key or by any field of addresses. */
export async function findErased(
  client: Client,
  people: readonly { key: string; attributes: object }[],
): Promise<Set<string>> {
  const pads = await erasedPads(client);
  if (!pads) return new Set();
  const fields = await addressFields(client);
  const addresses = fields.map((_, index) => `attributes ->> $${index + 4}`);
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM jsonb_to_recordset($3::jsonb) AS one (key text, attributes jsonb)
     WHERE ${isErasedSql({ key: "key", addresses }, "$1, $2")}`,
    [...padsOf(pads), JSON.stringify(people), ...fields],
  );
  return new Set(rows.map(({ key }) => key));
}
