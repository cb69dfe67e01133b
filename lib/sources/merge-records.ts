import type { PoolClient } from "pg";
import { NotFound } from "@/lib/errors";
import { takeOutErased } from "@/lib/privacy/tombstones";
import { addProfiles, lockProfiles, unifyProfiles } from "@/lib/profiles/unify-profiles";
import type { MergeMode } from "./merge-modes";

export interface MergeCounts {
  added: number;
  changed: number;
  unchanged: number;
  /** Records the source no longer has; 0 for `upsert`. */
  gone: number;
}

export interface StagedRecords {
  sourceId: string;
  /**
   * A table this connection sees, with `key text` (no key twice) and `attributes jsonb`. Its name is put into SQL.
   * Many records are merged several times faster where they stand in the order of their keys (`COLLATE "C"`).
   */
  table: string;
  mode: MergeMode;
}

// No foreign key holds records to their source, since it would be looked up for each of them.
export async function holdSource(client: PoolClient, sourceId: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM source WHERE id = $1 FOR KEY SHARE", [sourceId]);
  if (rowCount !== 1) throw new NotFound("source", sourceId);
}

/** Whether nobody is there yet, of any source. */
export async function isFirst(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ is_first: boolean }>(
    "SELECT NOT EXISTS (SELECT 1 FROM source_record) AND NOT EXISTS (SELECT 1 FROM profile) AS is_first",
  );
  return rows[0]?.is_first ?? false;
}

/** Nobody is there yet, so there is nothing to compare. */
async function mergeFirst(client: PoolClient, { sourceId, table }: StagedRecords): Promise<MergeCounts> {
  const { rowCount } = await client.query(
    `INSERT INTO source_record (source_id, key, attributes) SELECT $1, key, attributes FROM ${table}`,
    [sourceId],
  );
  await addProfiles(client, table);
  return { added: rowCount ?? 0, changed: 0, unchanged: 0, gone: 0 };
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

async function writeRecords(client: PoolClient, sourceId: string): Promise<void> {
  await client.query(
    `INSERT INTO source_record (source_id, key, attributes)
     SELECT $1, key, attributes FROM touched WHERE change = 'added' ORDER BY key COLLATE "C"`,
    [sourceId],
  );
  await client.query(
    `UPDATE source_record r SET attributes = t.attributes FROM touched t
     WHERE r.source_id = $1 AND r.key = t.key AND t.change = 'changed'`,
    [sourceId],
  );
  await client.query(
    "DELETE FROM source_record r USING touched t WHERE r.source_id = $1 AND r.key = t.key AND t.change = 'gone'",
    [sourceId],
  );
}

/**
 * Merges staged records into their source and unifies the profiles they touch, in the caller's transaction: all of it
 * or nothing. Records that say what the source said already are left alone; profiles no source knows any more are
 * deleted with their memberships, and who was erased is left out (`erased`). Waits for other merges. The fields must be in the catalogue (`addFields`), and the
 * caller asks for segments to be refreshed (`inviteAllRefreshes`). Throws NotFound where the source is gone.
 */
export async function mergeRecords(
  client: PoolClient,
  staged: StagedRecords,
): Promise<MergeCounts & { erased: number }> {
  await lockProfiles(client);
  await holdSource(client, staged.sourceId);
  // The lock keeps erasures out, so that nobody comes back by what was staged before.
  const erased = await takeOutErased(client, { table: staged.table });
  if (await isFirst(client)) return { ...(await mergeFirst(client, staged)), erased };
  await findTouched(client, staged);
  const counts = await countTouched(client, staged);
  await writeRecords(client, staged.sourceId);
  await unifyProfiles(client, "touched");
  await client.query("DROP TABLE touched");
  return { ...counts, erased };
}

/** What `mergeRecords` would do, counted, without doing it. */
export async function countChanges(
  client: Pick<PoolClient, "query">,
  { sourceId, table, mode }: StagedRecords,
): Promise<MergeCounts> {
  const { rows } = await client.query<MergeCounts>(
    `SELECT added, changed, unchanged,
       CASE WHEN $2 THEN (SELECT count(*)::int FROM source_record WHERE source_id = $1) - changed - unchanged
         ELSE 0 END AS gone
     FROM (SELECT count(*) FILTER (WHERE r.key IS NULL)::int AS added,
                  count(*) FILTER (WHERE r.attributes <> s.attributes)::int AS changed,
                  count(*) FILTER (WHERE r.attributes = s.attributes)::int AS unchanged
           FROM ${table} s LEFT JOIN source_record r ON r.source_id = $1 AND r.key = s.key) compared`,
    [sourceId, mode === "replace"],
  );
  return rows[0] ?? { added: 0, changed: 0, unchanged: 0, gone: 0 };
}
