import type { PoolClient } from "pg";

// One merge at a time: two imports that touch the same people would otherwise unify from half of the other.
const UNIFY_LOCK = 7_310_001;

/** Waits until no other transaction unifies profiles; held until this one ends. */
export async function lockProfiles(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [UNIFY_LOCK]);
}

const SEARCH_MEANINGS = ["full_name", "first_name", "last_name", "email"];

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * What search compares, of a row with `key` and `attributes`: fold_text written out, which PostgreSQL would call for
 * each row at three times the price.
 */
async function searchSql(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ key: string }>(
    "SELECT key FROM field WHERE meaning = ANY($1) ORDER BY meaning DESC, key",
    [SEARCH_MEANINGS],
  );
  const said = `concat_ws(' ', key, ${rows.map(({ key }) => `attributes->>${literal(key)}`).join(", ") || "NULL"})`;
  const composed = `CASE WHEN ${said} IS NFKC NORMALIZED THEN ${said} ELSE normalize(${said}, NFKC) END`;
  return `lower(public.unaccent('public.unaccent', ${composed}))`;
}

/**
 * Brings the unified profiles of all keys in the table `touched (key text)` up to date with the sources' records:
 * merges by source position (the lower wins), adds, changes and, where no source knows a key any more, removes.
 */
export async function unifyProfiles(client: PoolClient, touched: string): Promise<void> {
  await client.query(
    `INSERT INTO profile (key, attributes, search)
     SELECT key, attributes, ${await searchSql(client)}
     FROM (SELECT r.key, jsonb_merge(r.attributes ORDER BY s.position DESC) AS attributes
           FROM ${touched} t JOIN source_record r ON r.key = t.key JOIN source s ON s.id = r.source_id
           GROUP BY r.key) merged
     ON CONFLICT (key) DO UPDATE
       SET attributes = excluded.attributes, search = excluded.search, updated_at = now()
       WHERE profile.attributes IS DISTINCT FROM excluded.attributes OR profile.search <> excluded.search`,
  );
  await client.query(
    `DELETE FROM profile p USING ${touched} t
     WHERE p.key = t.key AND NOT EXISTS (SELECT 1 FROM source_record r WHERE r.key = t.key)`,
  );
}

/** Adds the profiles of `records (key text, attributes jsonb)`, whose keys nobody has said anything about before. */
export async function addProfiles(client: PoolClient, records: string): Promise<void> {
  await client.query(
    `INSERT INTO profile (key, attributes, search)
     SELECT key, attributes, ${await searchSql(client)} FROM ${records}`,
  );
}
