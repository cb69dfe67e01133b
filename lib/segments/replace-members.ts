import type { PoolClient } from "pg";
import type { CompiledSegment } from "./compile";
import { findingTuning } from "./finding-tuning";

/**
 * Members that no longer fit go, new ones come, the others keep their rows; all by SQL in the caller's transaction. The
 * people are found first: what is written as it is found would be found by one process alone.
 */
export async function replaceMembers(
  client: PoolClient,
  segmentId: string,
  { sql, params }: CompiledSegment,
): Promise<{ members: number; changed: number }> {
  await client.query(findingTuning);
  const found = await client.query(
    `CREATE TEMP TABLE found_person ON COMMIT DROP AS SELECT p.id FROM profile p WHERE ${sql}`,
    params,
  );
  await client.query("ANALYZE found_person");
  const gone = await client.query(
    `DELETE FROM segment_member m WHERE m.segment_id = $1
       AND NOT EXISTS (SELECT 1 FROM found_person f WHERE f.id = m.profile_id)`,
    [segmentId],
  );
  const come = await client.query(
    `INSERT INTO segment_member (segment_id, profile_id)
     SELECT $1, f.id FROM found_person f
     WHERE NOT EXISTS (SELECT 1 FROM segment_member m WHERE m.segment_id = $1 AND m.profile_id = f.id)
     ORDER BY f.id`,
    [segmentId],
  );
  return { members: found.rowCount ?? 0, changed: (gone.rowCount ?? 0) + (come.rowCount ?? 0) };
}
