import { pool } from "@/lib/db";

/** Attempts at signing in that a bucket allows a minute before any password is looked at. */
export const ATTEMPTS_PER_MINUTE = 10;

/**
 * Counts one attempt in `bucket`, which allows `perMinute`. Answers how many seconds to wait, 0 when the attempt may go on.
 * The window starts with the first attempt and is PostgreSQL's, so all web processes share it.
 */
export async function countAttempt(bucket: string, perMinute = ATTEMPTS_PER_MINUTE): Promise<number> {
  const { rows } = await pool().query<{ attempts: number; wait: number }>(
    `INSERT INTO attempt_bucket AS b (key, started_at, attempts) VALUES ($1, now(), 1)
     ON CONFLICT (key) DO UPDATE SET
       attempts = CASE WHEN b.started_at < now() - interval '1 minute' THEN 1 ELSE b.attempts + 1 END,
       started_at = CASE WHEN b.started_at < now() - interval '1 minute' THEN now() ELSE b.started_at END
     RETURNING attempts, ceil(extract(epoch FROM started_at + interval '1 minute' - now()))::int AS wait`,
    [bucket],
  );
  const row = rows[0];
  if (!row || row.attempts <= perMinute) return 0;
  return Math.max(1, row.wait);
}
