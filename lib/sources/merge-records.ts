import type { PoolClient } from "pg";
import { lockProfiles, unifyProfiles } from "@/lib/profiles/unify-profiles";

/** `upsert` adds and changes records; `replace` also takes away those of the source that are not staged. */
export const mergeModes = ["upsert", "replace"] as const;
export type MergeMode = (typeof mergeModes)[number];

export interface MergeCounts {
  added: number;
  changed: number;
  unchanged: number;
  /** Records the source no longer has; 0 for `upsert`. */
  gone: number;
}

export interface StagedRecords {
  sourceId: string;
  /** A table this connection sees, with `key text` (no key twice) and `attributes jsonb`; its name is put into SQL. */
  table: string;
  mode: MergeMode;
}

async function findTouched(client: PoolClient, { sourceId, table, mode }: StagedRecords): Promise<void> {
  // A utility statement takes no parameters, so the table is made first and filled by statements that do.
  await client.query("CREATE TEMP TABLE touched (key text, attributes jsonb, change text) ON COMMIT DROP");
  await client.query(
    `INSERT INTO touched
     SELECT s.key, s.attributes, CASE WHEN r.key IS NULL THEN 'added' ELSE 'changed' END
     FROM ${table} s LEFT JOIN source_record r ON r.source_id = $1 AND r.key = s.key
     WHERE r.key IS NULL OR r.attributes IS DISTINCT FROM s.attributes`,
    [sourceId],
  );
  if (mode === "replace")
    await client.query(
      `INSERT INTO touched SELECT r.key, NULL, 'gone' FROM source_record r
       WHERE r.source_id = $1 AND NOT EXISTS (SELECT 1 FROM ${table} s WHERE s.key = r.key)`,
      [sourceId],
    );
  await client.query("ANALYZE touched");
}

async function countTouched(client: PoolClient, { table }: StagedRecords): Promise<MergeCounts> {
  const { rows } = await client.query<MergeCounts>(
    `SELECT added, changed, gone, staged - added - changed AS unchanged
     FROM (SELECT count(*) FILTER (WHERE change = 'added')::int AS added,
                  count(*) FILTER (WHERE change = 'changed')::int AS changed,
                  count(*) FILTER (WHERE change = 'gone')::int AS gone FROM touched) t,
          (SELECT count(*)::int AS staged FROM ${table}) s`,
  );
  return rows[0] ?? { added: 0, changed: 0, unchanged: 0, gone: 0 };
}

/**
 * Merges staged records into their source and unifies the profiles they touch, in the caller's transaction: all of it
 * or nothing. Records that say what the source said already are left alone; profiles no source knows any more are
 * deleted with their memberships. Waits for other merges. The fields must be in the catalogue (`addFields`), and the
 * caller asks for segments to be refreshed (`inviteAllRefreshes`).
 */
export async function mergeRecords(client: PoolClient, staged: StagedRecords): Promise<MergeCounts> {
  await lockProfiles(client);
  await findTouched(client, staged);
  const counts = await countTouched(client, staged);
  await client.query(
    `INSERT INTO source_record (source_id, key, attributes)
     SELECT $1, key, attributes FROM touched WHERE change <> 'gone'
     ON CONFLICT (source_id, key) DO UPDATE SET attributes = excluded.attributes`,
    [staged.sourceId],
  );
  if (counts.gone > 0)
    await client.query(
      "DELETE FROM source_record r USING touched t WHERE r.source_id = $1 AND r.key = t.key AND t.change = 'gone'",
      [staged.sourceId],
    );
  await unifyProfiles(client, "touched");
  await client.query("DROP TABLE touched");
  return counts;
}
