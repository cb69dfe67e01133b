import { pool } from "@/lib/db";
import type { OutgoingRequest } from "@/lib/destinations/types";
import { BatchRevised, BatchSuperseded, type ClaimedBatch, sendingSeconds } from "./claim-batch";
import { type SendRefusal, whyNotSendSql } from "../may-send";

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
  ${whyNotSendSql},
  CASE WHEN r.cancel_requested_at IS NOT NULL THEN 'run_stopped' END)`;

/** Notes that a write leaves, and lengthens the lease over its deadlines. False where the claim is another's. */
async function noteSending(
  batch: ClaimedBatch,
  { isWrite }: OutgoingRequest,
  requestMs: number,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE run_batch SET sent_at = CASE WHEN $5 THEN coalesce(sent_at, clock_timestamp()) ELSE sent_at END,
       lease_until = clock_timestamp() + make_interval(secs => $4)
     WHERE run_id = $1 AND no = $2 AND epoch = $3 AND state = 'submitting' AND lease_until > clock_timestamp()`,
    [batch.runId, batch.no, batch.epoch, sendingSeconds(requestMs), isWrite],
  );
  return rowCount === 1;
}

/**
 * Right before the first byte of a write, or of a read that names people: is the claim still this worker's, may the run
 * still send, and is everybody of the batch still to be sent (rule 13)? That is asked last and waits for nothing, so that
 * it sees every "no" and every erasure that was committed until then; whoever hears one takes the note back.
 */
export async function passFence(
  batch: ClaimedBatch,
  request: OutgoingRequest,
  requestMs: number,
): Promise<void> {
  if (!(await noteSending(batch, request, requestMs))) throw new BatchSuperseded(batch);
  const { rows } = await pool().query<{ reason: StopReason | null; isRevised: boolean }>(
    `SELECT ${reasonSql} AS reason, b.is_revised AS "isRevised" FROM run r JOIN export e ON e.id = r.export_id
     JOIN connection c ON c.id = r.connection_id JOIN run_batch b ON b.run_id = r.id AND b.no = $2 WHERE r.id = $1`,
    [batch.runId, batch.no],
  );
  const [standing] = rows;
  if (!standing) throw new BatchSuperseded(batch);
  if (standing.isRevised) throw new BatchRevised(batch);
  if (standing.reason) throw new SendForbidden(standing.reason);
}
