import type { ClientBase } from "pg";
import { type RunProblem, moveRun } from "./move-run";

/**
 * Ends a run before it is through, in the caller's transaction: batches that wait are canceled, those under way meet
 * the fence before their next write, and what was accepted is still followed to its end. The caller then calls
 * advanceRun. False where the run has ended already.
 */
export async function stopRun(
  client: ClientBase,
  runId: string,
  end: { status: "failed" | "canceled" | "skipped"; problem?: RunProblem },
): Promise<boolean> {
  if (!(await moveRun(client, runId, end.status, { problem: end.problem }))) return false;
  await client.query(
    `UPDATE run_batch SET state = 'canceled', ended_at = clock_timestamp(), lease_until = NULL
     WHERE run_id = $1 AND state = 'pending'`,
    [runId],
  );
  return true;
}
