import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";
import type { FieldMeaning } from "./field-types";
import { noteProfileChange } from "./note-profile-change";

/**
 * Waits until no other transaction unifies profiles; held until this one ends. Two imports that touch the same people
 * would otherwise unify from half of the other.
 */
export async function lockProfiles(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.unifyProfiles]);
}

/** The same without waiting: whether nobody unifies profiles, and then nobody will until this transaction ends. */
export async function tryLockProfiles(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ isOurs: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1) AS "isOurs"',
    [advisoryLocks.unifyProfiles],
  );
  return rows[0]?.isOurs ?? false;
}

/** What people are searched by, besides their key. */
export const SEARCH_MEANINGS: readonly FieldMeaning[] = ["full_name", "first_name", "last_name", "email"];

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Parts of what search compares as columns `part0`, `part1` …, and the expression that folds them into one text. */
interface SearchSql {
  parts: string;
  folded: string;
}

// fold_text written out: PostgreSQL would call it for each row, at three times the price. Plain ASCII needs no more
// than small letters.
const folded = (part: string) =>
  `CASE WHEN octet_length(${part}) = char_length(${part}) THEN lower(${part} COLLATE "C")
     ELSE lower(public.unaccent('public.unaccent',
       CASE WHEN ${part} IS NFKC NORMALIZED THEN ${part} ELSE normalize(${part}, NFKC) END)) END`;

async function searchSql(client: PoolClient): Promise<SearchSql> {
  const { rows } = await client.query<{ key: string }>(
    "SELECT key FROM field WHERE meaning = ANY($1) ORDER BY meaning DESC, key",
    [SEARCH_MEANINGS],
  );
  // A key brings its collation along, by which only ASCII has small letters.
  const parts = ['key COLLATE "default"', ...rows.map(({ key }) => `attributes->>${literal(key)}`)];
  return {
    parts: parts.map((part, index) => `${part} AS part${index}`).join(", "),
    folded: `concat_ws(' ', ${parts.map((_, index) => folded(`part${index}`)).join(", ")})`,
  };
}

/** Rows for `profile` of a query with `key` and `attributes`. OFFSET 0 has each part taken out of the JSON once. */
async function profileRows(client: PoolClient, from: string): Promise<string> {
  const search = await searchSql(client);
  return `SELECT key, attributes, ${search.folded}
    FROM (SELECT key, attributes, ${search.parts} FROM ${from} OFFSET 0) taken`;
}

/**
 * Brings the unified profiles of all keys in the table `touched (key text)` up to date with the sources' records:
 * merges by source position (the lower wins), adds, changes and, where no source knows a key any more, removes.
 */
export async function unifyProfiles(client: PoolClient, touched: string): Promise<void> {
  const merged = `(
    SELECT r.key, jsonb_merge(r.attributes ORDER BY s.position DESC) AS attributes
    FROM ${touched} t JOIN source_record r ON r.key = t.key JOIN source s ON s.id = r.source_id
    GROUP BY r.key) merged`;
  await client.query(
    `INSERT INTO profile (key, attributes, search)
     ${await profileRows(client, merged)}
     ON CONFLICT (key) DO UPDATE
       SET attributes = excluded.attributes, search = excluded.search, updated_at = now()
       WHERE profile.attributes IS DISTINCT FROM excluded.attributes OR profile.search <> excluded.search`,
  );
  await client.query(
    `DELETE FROM profile p USING ${touched} t
     WHERE p.key = t.key AND NOT EXISTS (SELECT 1 FROM source_record r WHERE r.key = t.key)`,
  );
  await noteProfileChange(client);
}

/** Adds the profiles of `records (key text, attributes jsonb)`; the caller notes the change when it has added all. */
export async function insertProfiles(client: PoolClient, records: string): Promise<void> {
  const rows = await profileRows(client, records);
  await client.query(`INSERT INTO profile (key, attributes, search) ${rows}`);
}

/** Adds the profiles of `records (key text, attributes jsonb)`, whose keys nobody has said anything about before. */
export async function addProfiles(client: PoolClient, records: string): Promise<void> {
  await insertProfiles(client, records);
  await noteProfileChange(client);
}
