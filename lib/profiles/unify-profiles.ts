import type { PoolClient } from "pg";
import type { FieldMeaning } from "./field-types";
import { noteProfileChange } from "./note-profile-change";

// One merge at a time: two imports that touch the same people would otherwise unify from half of the other.
const UNIFY_LOCK = 7_310_001;

/** Waits until no other transaction unifies profiles; held until this one ends. */
export async function lockProfiles(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [UNIFY_LOCK]);
}

/** The same without waiting: whether nobody unifies profiles, and then nobody will until this transaction ends. */
export async function tryLockProfiles(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ isOurs: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1) AS "isOurs"',
    [UNIFY_LOCK],
  );
  return rows[0]?.isOurs ?? false;
}

/** What people are searched by, besides their key. */
export const SEARCH_MEANINGS: readonly FieldMeaning[] = ["full_name", "first_name", "last_name", "email"];

/**
 * Brings the unified profiles of all keys in the table `touched (key text)` up to date with the sources' records:
 * merges by source position (the lower wins), adds, changes and, where no source knows a key any more, removes.
 */
export async function unifyProfiles(client: PoolClient, touched: string): Promise<void> {
  await client.query(
    `INSERT INTO profile (key, attributes, search)
     SELECT merged.key, merged.attributes,
            fold_text(concat_ws(' ', merged.key, (
              SELECT string_agg(merged.attributes->>f.key, ' ' ORDER BY f.meaning DESC, f.key)
              FROM field f WHERE f.meaning = ANY($1))))
     FROM (SELECT r.key, jsonb_merge(r.attributes ORDER BY s.position DESC) AS attributes
           FROM ${touched} t JOIN source_record r ON r.key = t.key JOIN source s ON s.id = r.source_id
           GROUP BY r.key) merged
     ON CONFLICT (key) DO UPDATE
       SET attributes = excluded.attributes, search = excluded.search, updated_at = now()
       WHERE profile.attributes IS DISTINCT FROM excluded.attributes OR profile.search <> excluded.search`,
    [SEARCH_MEANINGS],
  );
  await client.query(
    `DELETE FROM profile p USING ${touched} t
     WHERE p.key = t.key AND NOT EXISTS (SELECT 1 FROM source_record r WHERE r.key = t.key)`,
  );
  await noteProfileChange(client);
}
