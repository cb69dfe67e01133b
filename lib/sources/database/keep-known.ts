import type { PoolClient } from "pg";
import { SourceRefusal } from "./source-refusal";

/**
 * Gives keys that were staged without a record the one that is known, so that a customer whose row cannot be read now
 * does not count as gone. Throws a refusal when a source that had people would be left without any: that is a table
 * being loaded anew more often than the truth.
 */
export async function keepKnown(
  client: PoolClient,
  { table, sourceId, isWhole }: { table: string; sourceId: string; isWhole: boolean },
): Promise<void> {
  await client.query(
    `WITH present AS (DELETE FROM ${table} WHERE attributes IS NULL RETURNING key)
     INSERT INTO ${table} (key, attributes)
     SELECT r.key, r.attributes FROM source_record r
     WHERE r.source_id = $1 AND r.key IN (SELECT key FROM present)
       AND NOT EXISTS (SELECT 1 FROM ${table} s WHERE s.key = r.key AND s.attributes IS NOT NULL)`,
    [sourceId],
  );
  if (!isWhole) return;
  const { rows } = await client.query<{ empties: boolean }>(
    `SELECT NOT EXISTS (SELECT 1 FROM ${table})
       AND EXISTS (SELECT 1 FROM source_record WHERE source_id = $1) AS empties`,
    [sourceId],
  );
  if (rows[0]?.empties) throw new SourceRefusal("statement", "source_is_empty");
}
