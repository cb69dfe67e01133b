import type { PoolClient } from "pg";
import { enqueue } from "@/lib/jobs/enqueue";
import { moveRun } from "./move-run";
import { recordEvent } from "./record-event";

/** What was frozen longer ago than this, with nothing sent since, is looked at anew before it is sent (rule 9). */
const STALE_HOURS = 1;

/**
 * Takes back what a run has planned and not begun, when nothing was planned or sent for an hour; to be called when a
 * waiting run goes on. What may have left is settled first; then advanceRun has the run planned again.
 */
export async function withdrawUnsent(client: PoolClient, runId: string): Promise<void> {
  const { rows } = await client.query<{ people: number }>(
    `WITH withdrawn AS (
       UPDATE run_batch SET state = 'canceled', ended_at = clock_timestamp(), not_before = NULL
       WHERE run_id = $1 AND state = 'pending' AND sent_at IS NULL
         AND (SELECT greatest(r.planned_at, max(b.submitted_at)) FROM run r LEFT JOIN run_batch b ON b.run_id = r.id
           WHERE r.id = $1 GROUP BY r.id) < clock_timestamp() - make_interval(hours => $2)
       RETURNING last_seq - first_seq + 1 AS people)
     SELECT coalesce(sum(people), 0)::int AS people FROM withdrawn`,
    [runId, STALE_HOURS],
  );
  const people = rows[0]?.people ?? 0;
  if (people > 0) await recordEvent(client, { runId, code: "freezes_again", params: { people } });
}

/** Has a run planned again of which something was withdrawn and nothing is open. */
export async function planAgain(client: PoolClient, runId: string): Promise<void> {
  if (!(await moveRun(client, runId, "queued", { phase: "refresh" }))) return;
  await client.query("UPDATE run SET planned_at = NULL WHERE id = $1", [runId]);
  await enqueue(client, "run.plan", { runId }, { key: runId });
}
