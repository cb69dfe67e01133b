import { pool } from "@/lib/db";
import { type RunRow, readRun } from "../../support/runs";
import { until } from "./until";

/** Waits until nothing of a run is open any more. */
export function settled(runId: string): Promise<RunRow> {
  return until(async () => {
    const run = await readRun(runId);
    return run.settledAt !== null && run;
  });
}

/** Waits until so many batches of a run are in one of the states. */
export async function untilBatches(runId: string, states: string[], count = 1): Promise<void> {
  await until(async () => {
    const { rows } = await pool().query<{ batches: number }>(
      "SELECT count(*)::int AS batches FROM run_batch WHERE run_id = $1 AND state::text = ANY ($2)",
      [runId, states],
    );
    return (rows[0]?.batches ?? 0) >= count;
  });
}

/** Waits until a run has one of the statuses. */
export function untilStatus(runId: string, ...statuses: string[]): Promise<RunRow> {
  return until(async () => {
    const run = await readRun(runId);
    return statuses.includes(run.status) && run;
  });
}
