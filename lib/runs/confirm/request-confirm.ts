import type { PoolClient } from "pg";
import { enqueue } from "@/lib/jobs/enqueue";

// Small imports are through in a fraction of a second; the waits between the questions grow from here.
const FIRST_CHECK_MS = 400;

/** Has the run's submissions asked after in a moment, at the latest after `withinMs`. */
export async function requestConfirm(client: PoolClient, runId: string, withinMs: number): Promise<void> {
  const waitMs = Math.min(withinMs, FIRST_CHECK_MS);
  await client.query(
    `UPDATE run SET polls = 0, poll_at = least(coalesce(poll_at, 'infinity'), clock_timestamp() + make_interval(secs => $2))
     WHERE id = $1`,
    [runId, waitMs / 1000],
  );
  await enqueue(client, "run.confirm", { runId }, { key: runId });
}
