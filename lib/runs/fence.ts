import { pool } from "@/lib/db";
import { BatchSuperseded, type ClaimedBatch, sendingSeconds } from "./claim-batch";
import { type SendRefusal, whyNotSendSql } from "./may-send";

/** Why nothing more may be sent for a run. */
export type StopReason = SendRefusal | "run_stopped" | "export_removed" | "connection_detached";

/** Somebody said no between the claim and the request: it did not leave. */
export class SendForbidden extends Error {
  constructor(readonly reason: StopReason) {
    super(`Nothing may be sent: ${reason}.`);
    this.name = "SendForbidden";
  }
}

const reasonSql = `coalesce(
  CASE WHEN r.status <> 'running' THEN 'run_stopped'
    WHEN r.mode <> 'leave_list' AND e.removed_at IS NOT NULL THEN 'export_removed'
    WHEN r.mode <> 'leave_list' AND e.connection_id IS DISTINCT FROM r.connection_id THEN 'connection_detached' END,
  ${whyNotSendSql})`;

/**
 * Right before the first byte of a write: is the claim still this worker's, and may the run still send (rule 13)? One
 * statement, which also notes that the request leaves and lengthens the lease over its deadlines.
 */
export async function passFence(batch: ClaimedBatch, requestMs: number): Promise<void> {
  const { rows } = await pool().query<{ reason: StopReason | null; held: boolean }>(
    `WITH standing AS (
       SELECT ${reasonSql} AS reason,
         b.epoch = $3 AND b.state = 'submitting' AND b.lease_until > clock_timestamp() AS held
       FROM run_batch b JOIN run r ON r.id = b.run_id JOIN export e ON e.id = r.export_id
       JOIN connection c ON c.id = r.connection_id
       WHERE b.run_id = $1 AND b.no = $2),
     noted AS (
       UPDATE run_batch SET sent_at = coalesce(sent_at, clock_timestamp()),
         lease_until = clock_timestamp() + make_interval(secs => $4)
       WHERE run_id = $1 AND no = $2 AND epoch = $3 AND state = 'submitting'
         AND (SELECT reason IS NULL AND held FROM standing)
       RETURNING 1)
     SELECT reason, held AND (reason IS NOT NULL OR EXISTS (SELECT 1 FROM noted)) AS held FROM standing`,
    [batch.runId, batch.no, batch.epoch, sendingSeconds(requestMs)],
  );
  const [standing] = rows;
  if (!standing?.held) throw new BatchSuperseded(batch);
  if (standing.reason) throw new SendForbidden(standing.reason);
}
