import type { PoolClient } from "pg";

/** Keeps how many members a segment has after a refresh, for its trend. */
export async function noteCount(client: PoolClient, segmentId: string): Promise<void> {
  await client.query(
    `INSERT INTO segment_count (segment_id, at, members) SELECT id, now(), members FROM segment WHERE id = $1
     ON CONFLICT (segment_id, at) DO UPDATE SET members = excluded.members`,
    [segmentId],
  );
}
