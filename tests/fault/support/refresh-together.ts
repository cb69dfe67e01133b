import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { countOverRate } from "@/bench/judge";
import { activeConnection, expireTokens } from "../../support/connections";
import { pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { GATE, closeGate, startFaultScript } from "./gate";
import { settled } from "./run";
import { exportOf } from "./target";
import { startWorkers } from "./workers";

/** So many processes that meet an expired token at the same moment; one of them refreshes it, and all can use it. */
export async function refreshTogether(scene: Scene, klaviyo: Emulator, processes: number): Promise<void> {
  const connectionId = await activeConnection(scene.administrator);
  await expireTokens(connectionId);
  klaviyo.control.clearLog();
  await using gate = await closeGate();
  const scripts = Array.from({ length: processes }, () =>
    startFaultScript("open-connection-script", [connectionId, String(GATE)]),
  );
  await gate.untilBlocked(processes);
  await gate.release();
  const ends = await Promise.all(scripts.map(({ ended }) => ended));
  expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
  const log = klaviyo.control.log();
  const refreshes = log.filter(({ route }) => route === "/oauth/token").length;
  scene.note({ overRate: countOverRate(log), result: `${refreshes} refresh` });
  expect(refreshes).toBe(1);
  expect(log.filter(({ route, status }) => route === "/api/lists" && status === 200)).toHaveLength(processes);
}

const BATCH = 10;

/** The same by the workers of one run. */
export async function refreshInRun(scene: Scene, klaviyo: Emulator, workers: number): Promise<void> {
  const target = await exportOf(klaviyo, scene.administrator, { people: workers * 2 * BATCH });
  await expireTokens(target.connectionId);
  const runId = await pressRun(scene.administrator, target.exportId);
  await startWorkers(workers, { batchRecords: BATCH });
  await settled(runId);
  const run = await checkClaim(scene, klaviyo, { target, runId, batchRecords: BATCH });
  const refreshes = klaviyo.control.log({ route: "/oauth/token" }).length;
  scene.note({ result: `${run.status}, ${refreshes} refresh` });
  expect(run.status).toBe("successful");
  expect(refreshes).toBe(1);
}
