import { pool } from "@/lib/db";

/** Attempts at signing in that a bucket allows a minute before any password is looked at. */
export const ATTEMPTS_PER_MINUTE = 10;

/**
 * Counts one attempt in `bucket`, of which no minute may hold more than `perMinute`, whenever it begins. Answers how
 * many seconds to wait, 0 when the attempt may go on. The clock is PostgreSQL's, so all web processes share it.
 */
export async function countAttempt(bucket: string, perMinute = ATTEMPTS_PER_MINUTE): Promise<number> {
  const recent = "array(SELECT t FROM unnest(b.passed) t WHERE t > clock_timestamp() - interval '1 minute')";
  const { rows } = await pool().query<{ held: number; wait: number }>(
    `INSERT INTO attempt_bucket AS b (key, used_at, passed) VALUES ($1, now(), ARRAY[clock_timestamp()])
     ON CONFLICT (key) DO UPDATE SET
       used_at = now(),
       held = CASE WHEN cardinality(${recent}) < $2 THEN 0 ELSE b.held + 1 END,
       passed = CASE WHEN cardinality(${recent}) < $2 THEN ${recent} || clock_timestamp() ELSE b.passed END
     RETURNING held, ceil(extract(epoch FROM (passed[cardinality(passed) - $2 + 1]) + interval '1 minute' - clock_timestamp()))::int AS wait`,
    [bucket, perMinute],
  );
  const row = rows[0];
  return row && row.held > 0 ? Math.max(1, row.wait) : 0;
}
