import type { ClientBase, Pool } from "pg";
import type { SegmentRefreshReason } from "@/generated/prisma/enums";
import { pool } from "@/lib/db";
import type { FieldProblem } from "@/lib/errors";

/** Seconds without a sign of life after which another worker may take a refresh over. */
export const REFRESH_LEASE_SECONDS = 30;
const BEAT_MS = 1_000;

/** A refresh that a worker does now. */
export interface OpenRefresh {
  id: string;
  segmentId: string;
  attempts: number;
  isCanceled: boolean;
}

/** Somebody asked for the refresh to stop. */
export class RefreshCanceled extends Error {}

/** Why a refresh is asked for, and by whom where it was a person. */
export interface RefreshAsked {
  reason: SegmentRefreshReason;
  askedById?: string;
}

type Queryable = Pick<ClientBase | Pool, "query">;

/**
 * Notes that segments are to be refreshed, in the order of their ids, so that of two who note the same ones the second
 * waits for the first. Where one waits already it stays as it is.
 */
export async function noteAsked(
  client: Queryable,
  segmentIds: string[],
  { reason, askedById }: RefreshAsked,
): Promise<void> {
  await client.query(
    `INSERT INTO segment_refresh (id, segment_id, queued_key, reason, asked_by_id)
     SELECT gen_random_uuid(), id, id, $2::"SegmentRefreshReason", $3::uuid FROM unnest($1::uuid[]) AS id ORDER BY id
     ON CONFLICT (queued_key) DO NOTHING`,
    [segmentIds, reason, askedById ?? null],
  );
}

/** Takes what waits of a segment's refreshes, or one whose worker gave no sign of life; null where there is nothing. */
export async function claimRefresh(segmentId: string): Promise<OpenRefresh | null> {
  const { rows } = await pool().query<OpenRefresh>(
    `UPDATE segment_refresh SET status = 'refreshing', queued_key = NULL, attempts = attempts + 1,
       heartbeat_at = clock_timestamp(), started_at = coalesce(started_at, clock_timestamp()), problem_code = NULL
     WHERE id = (SELECT id FROM segment_refresh WHERE segment_id = $1 AND finished_at IS NULL
       AND (status = 'queued' OR heartbeat_at IS NULL OR heartbeat_at < clock_timestamp() - make_interval(secs => $2))
       ORDER BY status, asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, segment_id AS "segmentId", attempts, cancel_requested_at IS NOT NULL AS "isCanceled"`,
    [segmentId, REFRESH_LEASE_SECONDS],
  );
  return rows[0] ?? null;
}

/** The same for whoever cannot wait for another worker: where there is nothing to take, one is begun. */
export async function takeRefresh(segmentId: string): Promise<OpenRefresh> {
  const claimed = await claimRefresh(segmentId);
  if (claimed) return claimed;
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO segment_refresh (id, segment_id, reason, status, attempts, heartbeat_at, started_at)
     VALUES (gen_random_uuid(), $1, 'needed', 'refreshing', 1, clock_timestamp(), clock_timestamp()) RETURNING id`,
    [segmentId],
  );
  return { id: rows[0]?.id ?? "", segmentId, attempts: 1, isCanceled: false };
}

/** Leaves a refresh to whoever takes it next. */
export async function leaveRefresh({ id }: OpenRefresh, problem?: FieldProblem): Promise<void> {
  await pool().query(
    "UPDATE segment_refresh SET heartbeat_at = NULL, problem_code = $2 WHERE id = $1 AND finished_at IS NULL",
    [id, problem?.code ?? null],
  );
}

/** How a refresh ended. */
export interface RefreshEnd {
  status: "successful" | "failed" | "canceled";
  problem?: FieldProblem;
}

/**
 * Ends a refresh, and with it those of the segment that began before and are still taken for under way: a dead worker's,
 * or one that an edit made pointless. Throws RefreshCanceled where it is about to succeed although somebody asked for it to stop.
 */
export async function endRefresh(
  client: Queryable,
  { id, segmentId }: OpenRefresh,
  { status, problem }: RefreshEnd,
): Promise<void> {
  if (status === "successful") {
    const { rows } = await client.query<{ isCanceled: boolean }>(
      `SELECT cancel_requested_at IS NOT NULL AS "isCanceled" FROM segment_refresh WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (rows[0]?.isCanceled) throw new RefreshCanceled();
  }
  await client.query(
    `UPDATE segment_refresh SET status = $2::"SegmentRefreshState", finished_at = clock_timestamp(), heartbeat_at = NULL,
       problem_code = $3, problem_params = $4,
       members = CASE WHEN $2 = 'successful' THEN (SELECT members FROM segment WHERE id = $1) END
     WHERE segment_id = $1 AND status = 'refreshing'
       AND started_at <= (SELECT started_at FROM segment_refresh WHERE id = $5)`,
    [segmentId, status, problem?.code ?? null, JSON.stringify(problem?.params ?? {}), id],
  );
}

/** Keeps the claim while `work` runs, and tells it to stop when somebody cancels the refresh. */
export async function whileBeating<T>(
  { id }: OpenRefresh,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  async function beat(): Promise<void> {
    const { rows } = await pool().query<{ isCanceled: boolean }>(
      `UPDATE segment_refresh SET heartbeat_at = clock_timestamp() WHERE id = $1 AND finished_at IS NULL
       RETURNING cancel_requested_at IS NOT NULL AS "isCanceled"`,
      [id],
    );
    if (rows[0]?.isCanceled) stop.abort(new RefreshCanceled());
  }
  const timer = setInterval(() => void beat().catch(() => undefined), BEAT_MS); // the lease covers a missed one
  try {
    return await work(stop.signal);
  } finally {
    clearInterval(timer);
  }
}
