import { inSqlTransaction, pool } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { advanceRun } from "./advance-run";
import { inviteBatches } from "./send/invite-batches";
import { recordEvent } from "./record-event";
import { stopRun } from "./stop-run";
import { activeStatuses } from "./transitions";
import { resumeRun } from "./wait-run";

type Row = { id: string };

async function idsOf(sql: string): Promise<string[]> {
  const { rows } = await pool().query<Row>(sql);
  return rows.map(({ id }) => id);
}

/** A batch that was held each time a worker died is taken for the reason, and no further worker is given to it. */
const MOST_DEATHS = 3;
/** A worker renews its row every ten seconds; one that did lives, and lost the batch for another reason. */
const ALIVE_SECONDS = 15;

const deathsSql = `b.taken_over + CASE WHEN EXISTS (SELECT 1 FROM worker_process w
  WHERE w.id = b.worker AND w.seen_at > clock_timestamp() - interval '${ALIVE_SECONDS} seconds') THEN 0 ELSE 1 END`;

/** Batches whose worker gave no sign within lease and request deadline wait for another one, or are parked. */
async function takeBackBatches(): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ run_id: string; no: number; is_parked: boolean }>(
      `UPDATE run_batch b SET epoch = epoch + 1, lease_until = NULL, not_before = NULL, taken_over = ${deathsSql},
         state = CASE WHEN ${deathsSql} >= $1 THEN 'failed' ELSE 'pending' END::"BatchState",
         ended_at = CASE WHEN ${deathsSql} >= $1 THEN clock_timestamp() END
       WHERE (run_id, no) IN (SELECT run_id, no FROM run_batch
         WHERE state = 'submitting' AND lease_until < clock_timestamp() FOR UPDATE SKIP LOCKED)
       RETURNING run_id, no, state = 'failed' AS is_parked`,
      [MOST_DEATHS],
    );
    for (const { run_id: runId, no, is_parked } of rows) {
      const code = is_parked ? "batch_parked" : "taken_over";
      await recordEvent(client, { runId, code, level: "warning", batch: no, params: { batch: no } });
    }
    const parked = rows.filter(({ is_parked }) => is_parked).map(({ run_id }) => run_id);
    for (const runId of new Set(parked)) await advanceRun(client, runId);
  });
}

interface End {
  id: string;
  status: "failed" | "canceled";
  problem: string | null;
}

async function endRun({ id: runId, status, problem }: End): Promise<void> {
  await inSqlTransaction(async (client) => {
    await client.query("SELECT 1 FROM run WHERE id = $1 FOR NO KEY UPDATE", [runId]);
    if (await stopRun(client, runId, { status, problem: problem ? { code: problem } : undefined }))
      await recordEvent(client, { runId, code: problem ?? status, level: problem ? "problem" : "info" });
    await advanceRun(client, runId);
  });
}

/** Days before a run's people are dropped by which it ends: time enough to follow what was accepted. */
const DAYS_TO_SETTLE = 2;

/**
 * Runs whose consent was withdrawn, whose export was detached or removed, and of which no worker has met that yet; and
 * runs that have waited or were held for so long that their people would be dropped (rule 14).
 */
async function stopForsaken(): Promise<void> {
  const { rows } = await pool().query<End>(
    `SELECT r.id, CASE WHEN r.cancel_requested_at IS NULL THEN 'failed' ELSE 'canceled' END AS status,
       CASE WHEN r.cancel_requested_at IS NULL THEN 'waited_too_long'
         WHEN c.status = 'consent_withdrawn' THEN 'consent_withdrawn' END AS problem
     FROM run r JOIN connection c ON c.id = r.connection_id
     WHERE r.status = ANY ($1::"RunStatus"[])
       AND (r.cancel_requested_at IS NOT NULL OR r.expires_on <= current_date + $2::int)`,
    [activeStatuses, DAYS_TO_SETTLE],
  );
  for (const end of rows) await endRun(end);
}

/** Batches that were given back at the moment their run was stopped. */
async function cancelForgotten(): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ run_id: string }>(
      `UPDATE run_batch b SET state = 'canceled', ended_at = clock_timestamp() FROM run r
       WHERE r.id = b.run_id AND b.state = 'pending' AND r.settled_at IS NULL
         AND r.status IN ('canceled', 'failed', 'skipped') RETURNING b.run_id`,
    );
    for (const runId of new Set(rows.map(({ run_id }) => run_id))) await advanceRun(client, runId);
  });
}

/** Work that is due and that nobody may have been invited to: a lost invitation costs time, never people. */
async function inviteAgain(): Promise<void> {
  const toPlan = await idsOf(
    `SELECT id FROM run WHERE planned_at IS NULL AND (status = 'queued'
       OR (status = 'running' AND lease_until < clock_timestamp()))`,
  );
  const toConfirm = await idsOf(
    `SELECT id FROM run r WHERE settled_at IS NULL AND (poll_at IS NULL OR poll_at < clock_timestamp() - interval '3 seconds')
       AND (poll_lease_until IS NULL OR poll_lease_until < clock_timestamp())
       AND EXISTS (SELECT 1 FROM run_batch b WHERE b.run_id = r.id AND b.state = 'awaiting')`,
  );
  const toSend = await idsOf(
    `SELECT id FROM run r WHERE status = 'running' AND EXISTS (SELECT 1 FROM run_batch b
       WHERE b.run_id = r.id AND b.state = 'pending' AND (b.not_before IS NULL OR b.not_before <= clock_timestamp()))`,
  );
  await inSqlTransaction(async (client) => {
    for (const runId of toPlan) await enqueue(client, "run.plan", { runId }, { key: runId });
    for (const runId of toConfirm) await enqueue(client, "run.confirm", { runId }, { key: runId });
    for (const runId of toSend) await inviteBatches(client, runId);
  });
}

/** Brings every run on that stands still although it need not; safe to run at once in several workers. */
export async function sweepRuns(): Promise<void> {
  await takeBackBatches();
  await stopForsaken();
  await cancelForgotten();
  const waiting = await idsOf("SELECT id FROM run WHERE status = 'waiting'");
  for (const runId of waiting) await resumeRun(runId);
  await inviteAgain();
}
