import { setTimeout as sleep } from "node:timers/promises";
import type { PoolClient } from "pg";
import { inSqlTransaction, pool } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { type Stopping, isStopping, neverStopping } from "@/lib/jobs/stopping";
import { askTickets, giveUpAsking } from "./ask-tickets";
import { openAsking } from "./open-asking";
import { loadRun, type RunContext } from "../run-context";
import { waitAfterAsking } from "./wait-after-asking";
import { waitRun } from "../wait-run";

/** Without a sign of life for so long, another worker asks instead. */
const POLL_LEASE_SECONDS = 15;
const RENEW_EVERY_MS = 4_000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 30_000;
/** Waits up to this are sat out by the worker; longer ones come back as a job. */
const SHORT_WAIT_MS = 2_000;

/** How long to wait before asking again, after so many questions without news. */
export function pollWaitMs(polls: number, random: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 1.6 ** Math.min(polls, 12));
  return Math.round(whole * (0.85 + random * 0.3));
}

/** One worker at a time asks after a run's submissions. */
async function takePolling(runId: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE run SET poll_lease_until = clock_timestamp() + make_interval(secs => $2)
     WHERE id = $1 AND settled_at IS NULL AND (poll_lease_until IS NULL OR poll_lease_until < clock_timestamp())`,
    [runId, POLL_LEASE_SECONDS],
  );
  return rowCount === 1;
}

async function renewPolling(runId: string): Promise<void> {
  await pool().query(
    `UPDATE run SET poll_lease_until = clock_timestamp() + make_interval(secs => $2)
     WHERE id = $1 AND poll_lease_until IS NOT NULL`,
    [runId, POLL_LEASE_SECONDS],
  );
}

/** Says when the next question is due, and gives the asking back. */
async function leavePolling(runId: string, waitMs: number | null): Promise<void> {
  await inSqlTransaction(async (client: PoolClient) => {
    await client.query(
      `UPDATE run SET poll_lease_until = NULL, polls = polls + 1,
         poll_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1`,
      [runId, (waitMs ?? 0) / 1000],
    );
    if (waitMs === null) return;
    await enqueue(client, "run.confirm", { runId }, { key: runId, afterMs: waitMs });
  });
}

/** An export user who is lost does not hinder asking; a credential that is refused does. */
function isRefused({ connection }: RunContext): boolean {
  return connection.status === "needs_attention" && connection.attentionCode !== "export_user_lost";
}

/** Asks until nothing is awaited or the next question is a while off. Answers how long to wait for it, or null. */
async function ask(context: RunContext, stopping: Stopping): Promise<number | null> {
  const { beginNothing } = stopping;
  const { channel, keep } = await openAsking(context, stopping);
  for (let polls = 0; ; polls++) {
    const answered = await askTickets(context, channel, beginNothing).finally(keep);
    if (answered === "all_settled") return null;
    if (answered === "news") polls = 0;
    const waitMs = pollWaitMs(polls, Math.random());
    if (waitMs > SHORT_WAIT_MS) return waitMs;
    await sleep(waitMs, undefined, { signal: beginNothing });
  }
}

/** The same where the connection lets us ask; a run whose credential is refused waits for an administrator. */
async function follow(context: RunContext, stopping: Stopping): Promise<number | null> {
  const { run, connection } = context;
  if (connection.status === "removed") {
    await giveUpAsking(context);
    return null;
  }
  if (!isRefused(context)) return ask(context, stopping);
  await inSqlTransaction((client) => waitRun(client, run.id, { code: "connection", waitMs: null }));
  return LONGEST_WAIT_MS;
}

/**
 * Follows a run's submissions to their end, all of them with one question (rule 16), in growing intervals. Reads go on
 * after a run was stopped, as long as the connection allows; what cannot be asked now is asked later, and what a worker
 * that stops does not ask any more, by another one at once.
 */
export async function confirmRun(runId: string, stopping: Stopping = neverStopping): Promise<void> {
  if (stopping.beginNothing.aborted || !(await takePolling(runId))) return;
  const context = await loadRun(runId);
  let waitMs: number | null = LONGEST_WAIT_MS;
  const timer = setInterval(() => void renewPolling(runId).catch(() => undefined), RENEW_EVERY_MS); // the lease covers a missed one
  try {
    waitMs = await follow(context, stopping);
  } catch (error) {
    const tryMs = pollWaitMs(Math.max(context.run.polls, 4), Math.random());
    waitMs = isStopping(error) ? 0 : await waitAfterAsking(context, error, tryMs);
  } finally {
    clearInterval(timer);
    await leavePolling(runId, waitMs);
  }
}
