import type { PoolClient } from "pg";
import { enqueueMany } from "@/lib/jobs/enqueue";

/** Invites workers to the batches that can be done now. */
export async function inviteBatches(client: PoolClient, runId: string): Promise<void> {
  const { rows } = await client.query<{ no: number }>(
    `SELECT b.no FROM run_batch b JOIN run r ON r.id = b.run_id
     WHERE b.run_id = $1 AND b.state = 'pending' AND (b.not_before IS NULL OR b.not_before <= clock_timestamp())
       AND b.kind = (CASE WHEN r.phase = 'remove' THEN 'remove' ELSE 'send' END)::"BatchKind"`,
    [runId],
  );
  const jobs = rows.map(({ no }) => ({ key: `${runId}:${no}`, payload: {} }));
  await enqueueMany(client, "run.batch", jobs);
}
