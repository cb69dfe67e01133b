import { setTimeout as sleep } from "node:timers/promises";
import type { PoolClient } from "pg";
import { openConnection, quotaOf } from "@/lib/connections/open-channel";
import { inSqlTransaction, pool } from "@/lib/db";
import { DestinationFailure } from "@/lib/destinations/destination-failure";
import type { Channel, TicketState } from "@/lib/destinations/types";
import { enqueue } from "@/lib/jobs/enqueue";
import { SlotWait, bucketName, limitRequests } from "@/lib/limiter/limit-requests";
import { blockBucket } from "@/lib/limiter/slots";
import { type AwaitingBatch, listAwaiting } from "./awaiting-batch";
import { loadRun, type RunContext } from "./run-context";
import { settleTicket } from "./settle-ticket";

/** Longer than reading all error pages of a batch and settling it; a poller that died is replaced after this. */
const POLL_LEASE_SECONDS = 120;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 30_000;
/** Waits up to this are sat out by the worker; longer ones come back as a job. */
const SHORT_WAIT_MS = 2_000;
const PATIENCE_MS = 10_000;

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

/** Says when the next question is due, and gives the asking back. */
async function leavePolling(runId: string, waitMs: number | null): Promise<void> {
  await inSqlTransaction(async (client: PoolClient) => {
    await client.query(
      `UPDATE run SET poll_lease_until = NULL, polls = polls + 1,
         poll_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1`,
      [runId, (waitMs ?? 0) / 1000],
    );
    if (waitMs === null) return;
    await enqueue(
      client,
      "run.confirm",
      { runId },
      { key: runId, startAfter: new Date(Date.now() + waitMs) },
    );
  });
}

/** Settles what has ended. Answers whether anything had. */
async function settleEnded(
  context: RunContext,
  channel: Channel,
  batches: AwaitingBatch[],
  states: ReadonlyMap<string, TicketState>,
): Promise<boolean> {
  let hasNews = false;
  for (const batch of batches) {
    const state = states.get(batch.ticketId);
    if (state && (await settleTicket(context, channel, batch, state))) hasNews = true;
  }
  return hasNews;
}

/** Asks once after everything that is awaited. Answers how long to wait before the next time; null when all is settled. */
async function pollOnce(
  context: RunContext,
  channel: Channel,
  polls: number,
): Promise<{ waitMs: number | null; hasNews: boolean }> {
  const awaiting = await listAwaiting(context.run.id);
  if (awaiting.length === 0) return { waitMs: null, hasNews: false };
  const tickets = awaiting.map(({ ticketId, ticketAt }) => ({
    id: ticketId,
    createdAtMs: ticketAt.getTime(),
  }));
  const hasNews = await settleEnded(context, channel, awaiting, await channel.check(tickets));
  return { waitMs: pollWaitMs(hasNews ? 0 : polls, Math.random()), hasNews };
}

async function waitAfter(context: RunContext, error: unknown, polls: number): Promise<number> {
  if (error instanceof SlotWait) return error.waitMs;
  if (!(error instanceof DestinationFailure)) throw error;
  if (error.report.kind !== "rate_limited") return pollWaitMs(Math.max(polls, 4), Math.random());
  const { owner } = quotaOf(context.connection);
  await blockBucket(bucketName(owner, error.report.rateClass), error.report.retryAfterMs);
  return error.report.retryAfterMs;
}

/**
 * Follows a run's submissions to their end, all of them with one question (rule 16), in growing intervals. Reads go on
 * after a run was stopped, as long as the connection allows; what cannot be asked now is asked later.
 */
export async function confirmRun(runId: string, signal?: AbortSignal): Promise<void> {
  if (!(await takePolling(runId))) return;
  const context = await loadRun(runId);
  let waitMs: number | null = 0;
  let polls = 0;
  try {
    const hooks = limitRequests(quotaOf(context.connection), { patienceMs: PATIENCE_MS, signal });
    const channel = await openConnection(context.connection, { signal, hooks });
    for (;;) {
      const answer = await pollOnce(context, channel, polls);
      waitMs = answer.waitMs;
      polls = answer.hasNews ? 0 : polls + 1;
      if (waitMs === null || waitMs > SHORT_WAIT_MS) break;
      await sleep(waitMs, undefined, { signal });
      await takeLonger(runId);
    }
  } catch (error) {
    waitMs = await waitAfter(context, error, context.run.polls);
  } finally {
    await leavePolling(runId, waitMs);
  }
}

async function takeLonger(runId: string): Promise<void> {
  await pool().query(
    "UPDATE run SET poll_lease_until = clock_timestamp() + make_interval(secs => $2) WHERE id = $1",
    [runId, POLL_LEASE_SECONDS],
  );
}
