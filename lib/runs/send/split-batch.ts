import type { PoolClient } from "pg";
import { enqueue } from "@/lib/jobs/enqueue";
import type { ClaimedBatch } from "./claim-batch";

/**
 * Gives the items from `fromSeq` on to a new batch and invites a worker to it. `batch` keeps those before. Answers the
 * new one's number.
 */
export async function splitBatch(client: PoolClient, batch: ClaimedBatch, fromSeq: number): Promise<number> {
  await client.query("SELECT 1 FROM run WHERE id = $1 FOR NO KEY UPDATE", [batch.runId]);
  const { rows } = await client.query<{ no: number }>(
    `INSERT INTO run_batch (run_id, no, kind, state, first_seq, last_seq)
     SELECT $1, max(no) + 1, $2::"BatchKind", 'pending', $3, $4 FROM run_batch WHERE run_id = $1 RETURNING no`,
    [batch.runId, batch.kind, fromSeq, batch.lastSeq],
  );
  const [added] = rows;
  if (!added) throw new Error(`Run ${batch.runId} has no batches.`);
  await client.query("UPDATE run_batch SET last_seq = $3 - 1 WHERE run_id = $1 AND no = $2", [
    batch.runId,
    batch.no,
    fromSeq,
  ]);
  batch.lastSeq = fromSeq - 1;
  await enqueue(client, "run.batch", {}, { key: `${batch.runId}:${added.no}` });
  return added.no;
}
