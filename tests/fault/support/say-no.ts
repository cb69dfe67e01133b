import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pool } from "@/lib/db";
import { holdLock } from "../../support/hold-lock";
import { pressRun } from "../../support/runs";
import type { Scene } from "./fault-test";
import { untilBatches } from "./run";
import { writesAfter } from "./sent";
import { type Target, exportOf } from "./target";
import { until } from "./until";
import { startWorkers } from "./workers";

const IMPORTS = "klaviyo AcmeAc keys POST /api/profile-bulk-import-jobs";

export interface Stopped {
  target: Target;
  runId: string;
}

/**
 * A run in whose middle somebody says no, at the worst moment: two workers stand right before the first byte of an
 * import, one step before the last look, when the no commits. Nothing may leave after that.
 */
export async function sayNoBeforeSend(
  scene: Scene,
  klaviyo: Emulator,
  sayNo: (stopped: Stopped) => Promise<unknown>,
): Promise<Stopped> {
  const target = await exportOf(klaviyo, scene.administrator, { people: 80 });
  const runId = await pressRun(scene.administrator, target.exportId);
  const workers = startWorkers(2, { batchRecords: 10 });
  await untilBatches(runId, ["awaiting", "done"]);
  await using slots = await holdLock(
    `SELECT 1 FROM run_data.rate_bucket WHERE bucket = '${IMPORTS}' FOR UPDATE`,
  );
  await slots.untilBlocked();
  await using fence = await holdLock(
    `SELECT 1 FROM run_batch WHERE run_id = '${runId}' AND state = 'submitting' FOR UPDATE`,
  );
  await slots.release();
  await fence.untilBlocked();
  await sayNo({ target, runId });
  const { rows } = await pool().query<{ at: number }>(
    "SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at",
  );
  const saidAt = rows[0]?.at ?? 0;
  await fence.release();
  scene.faultOver();
  await until(async () => {
    const open = await pool().query("SELECT 1 FROM run_batch WHERE run_id = $1 AND state = 'submitting'", [
      runId,
    ]);
    return open.rowCount === 0;
  });
  await workers;
  expect(writesAfter(klaviyo.control.log(), saidAt)).toEqual([]);
  return { target, runId };
}
