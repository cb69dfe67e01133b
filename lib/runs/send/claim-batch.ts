import type { ClientBase, Pool } from "pg";
import type { BatchKind, BatchState } from "@/generated/prisma/enums";
import { pool } from "@/lib/db";

/** Longest from a claim to the request's first byte: encoding, and waiting for a rate slot. */
const CLAIM_SECONDS = 30;
/** Between the end of a request's deadlines and the moment another worker may send the batch again. */
const SLACK_SECONDS = 5;

export interface ClaimedBatch {
  runId: string;
  no: number;
  kind: BatchKind;
  epoch: number;
  firstSeq: number;
  lastSeq: number;
  failures: number;
  submissions: number;
  /** How many workers died while they held it. */
  takenOver: number;
  /** Set where an earlier request may have taken effect without an answer. */
  sentAt: Date | null;
}

const columns = `b.run_id AS "runId", b.no, b.kind, b.epoch, b.first_seq AS "firstSeq", b.last_seq AS "lastSeq",
  b.failures, b.submissions, b.taken_over AS "takenOver", b.sent_at AS "sentAt"`;

// OFFSET 0 keeps PostgreSQL from counting a run's batches once for each of them.
const runsInTurn = `
  SELECT r.id, r.number, r.phase, turn.under_way, turn.last_sent FROM run r CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'submitting') AS under_way, max(submitted_at) AS last_sent
    FROM run_batch WHERE run_id = r.id) turn
  WHERE r.status = 'running' OFFSET 0`;

async function claimNext(worker: string, takesSuspects: boolean): Promise<ClaimedBatch | "suspect" | null> {
  const { rows } = await pool().query<ClaimedBatch | Record<keyof ClaimedBatch, null>>(
    `WITH next AS (
       SELECT b.run_id, b.no, $3 OR b.taken_over = 0 AS is_taken FROM (${runsInTurn}) r JOIN run_batch b ON b.run_id = r.id
       WHERE b.state = 'pending'
         AND b.kind = (CASE WHEN r.phase = 'remove' THEN 'remove' ELSE 'send' END)::"BatchKind"
         AND (b.not_before IS NULL OR b.not_before <= clock_timestamp())
       ORDER BY r.under_way, r.last_sent NULLS FIRST, r.number, b.no LIMIT 1 FOR UPDATE OF b SKIP LOCKED),
     claimed AS (
       UPDATE run_batch b SET state = 'submitting', epoch = epoch + 1, worker = $1, is_revised = false,
         lease_until = clock_timestamp() + make_interval(secs => $2), not_before = NULL
       FROM next WHERE b.run_id = next.run_id AND b.no = next.no AND next.is_taken
       RETURNING ${columns})
     SELECT claimed.* FROM next LEFT JOIN claimed ON true`,
    [worker, CLAIM_SECONDS, takesSuspects],
  );
  const [row] = rows;
  if (!row) return null;
  return row.runId === null ? "suspect" : row;
}

/**
 * Takes the next batch that can be done now, or null: of the run that has the fewest under way, and of those the one
 * that sent longest ago, so that a small run does not wait for the end of a large one. Of several workers each gets
 * another.
 */
export async function claimBatch(worker: string): Promise<ClaimedBatch | null> {
  const batch = await claimNext(worker, true);
  return batch === "suspect" ? null : batch;
}

/** The same, but leaves the next batch alone where a worker has died while it held it, and says so. */
export function claimUnsuspected(worker: string): Promise<ClaimedBatch | "suspect" | null> {
  return claimNext(worker, false);
}

/** The claim on a batch is another worker's by now, or was taken away. Whatever this one does must change nothing. */
export class BatchSuperseded extends Error {
  constructor(batch: Pick<ClaimedBatch, "runId" | "no" | "epoch">) {
    super(`Batch ${batch.no} of run ${batch.runId} is no longer held by epoch ${batch.epoch}.`);
    this.name = "BatchSuperseded";
  }
}

/** Somebody of the batch was erased since it was claimed: what is in hand must not be sent, and is made anew. */
export class BatchRevised extends Error {
  constructor({ runId, no }: Pick<ClaimedBatch, "runId" | "no">) {
    super(`Somebody of batch ${no} of run ${runId} was erased.`);
    this.name = "BatchRevised";
  }
}

/**
 * Moves a claimed batch on; the one door through which a batch's state changes after its claim. `set` is SQL over
 * further columns, its parameters begin at $5. Throws BatchSuperseded where the claim is no longer this worker's.
 */
export async function moveBatch(
  client: ClientBase | Pool,
  batch: ClaimedBatch,
  to: BatchState,
  { set, values = [] }: { set?: string; values?: unknown[] } = {},
): Promise<void> {
  const ended = to === "done" || to === "failed" || to === "canceled" ? ", ended_at = clock_timestamp()" : "";
  const { rowCount } = await client.query(
    `UPDATE run_batch SET state = $4::"BatchState", lease_until = NULL${ended}${set ? `, ${set}` : ""}
     WHERE run_id = $1 AND no = $2 AND epoch = $3 AND state = 'submitting'`,
    [batch.runId, batch.no, batch.epoch, to, ...values],
  );
  if (rowCount !== 1) throw new BatchSuperseded(batch);
}

/** How long a batch that is being sent stays with its worker. */
export function sendingSeconds(requestMs: number): number {
  return requestMs / 1000 + SLACK_SECONDS;
}
