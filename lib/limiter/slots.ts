import { pool } from "@/lib/db";
import type { RateWindow } from "@/lib/destinations/types";

// Between a request's answer and our note of it nothing is counted later, so this only covers clocks that drift.
const MARGIN_SECONDS = 0.01;

/** One quota of a destination: whose it is, which requests it counts, and how many fit. */
export interface Bucket {
  name: string;
  windows: readonly RateWindow[];
  /** The longest a request may stay without an answer. */
  longestMs: number;
}

/** The right to send one request, or how long to wait at least before asking again. */
export type Slot = { grantId: string } | { waitMs: number };

/** `windows` with a share left to others, in percent; the last request is never taken away (rule 16). */
export function withReserve(windows: readonly RateWindow[], percent: number): RateWindow[] {
  return windows.map(({ seconds, requests }) => ({
    seconds,
    requests: Math.max(1, Math.floor((requests * (100 - percent)) / 100)),
  }));
}

async function ask(bucket: Bucket, takes: boolean): Promise<{ grant_id: string | null; wait_ms: number }> {
  const { rows } = await pool().query<{ grant_id: string | null; wait_ms: number }>(
    "SELECT grant_id, wait_ms FROM run_data.take_slot($1, $2, $3, $4, $5, $6)",
    [
      bucket.name,
      bucket.windows.map(({ seconds }) => seconds),
      bucket.windows.map(({ requests }) => requests),
      MARGIN_SECONDS,
      bucket.longestMs / 1000,
      takes,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error(`take_slot answered nothing for ${bucket.name}.`);
  return row;
}

/** Takes a slot for a request that leaves now. All processes share the quota; time is PostgreSQL's. */
export async function takeSlot(bucket: Bucket): Promise<Slot> {
  const { grant_id, wait_ms } = await ask(bucket, true);
  return grant_id === null ? { waitMs: wait_ms } : { grantId: grant_id };
}

/** How long to wait at least before a slot can be free, in milliseconds; takes none. */
export async function waitForSlotMs(bucket: Bucket): Promise<number> {
  return (await ask(bucket, false)).wait_ms;
}

/** The answer has come, so the request was counted by now and not later. */
export async function closeSlot(grantId: string): Promise<void> {
  await pool().query(
    "UPDATE run_data.rate_grant SET ends = extract(epoch FROM clock_timestamp()), is_open = false WHERE id = $1 AND is_open",
    [grantId],
  );
}

/** Gives a slot back whose request never left. */
export async function returnSlot(grantId: string): Promise<void> {
  await pool().query("DELETE FROM run_data.rate_grant WHERE id = $1", [grantId]);
}

/** Lets nobody send before so many milliseconds have passed: the remote said so. */
export async function blockBucket(name: string, waitMs: number): Promise<void> {
  await pool().query(
    `INSERT INTO run_data.rate_bucket (bucket, blocked_until) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
     ON CONFLICT (bucket) DO UPDATE SET blocked_until = greatest(rate_bucket.blocked_until, excluded.blocked_until)`,
    [name, waitMs / 1000],
  );
}

/** Forgets grants that no window reaches back to; a day is the longest window there is. */
export async function forgetOldGrants(): Promise<void> {
  await pool().query(
    "DELETE FROM run_data.rate_grant WHERE ends < extract(epoch FROM clock_timestamp()) - 90000",
  );
}
