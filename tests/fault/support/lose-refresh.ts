import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pool } from "@/lib/db";
import { expireTokens, findRow } from "../../support/connections";
import { holdLock } from "../../support/hold-lock";
import { pressRun, readRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { untilStatus } from "./run";
import { exportOf } from "./target";
import { killWorker, startWorker } from "./workers";

const SAVES = "SELECT 1 FROM connection_secret FOR UPDATE";

/** A run whose first worker dies between the reply to its refresh and the saving of it. */
export async function loseRefresh(
  scene: Scene,
  klaviyo: Emulator,
  { refreshRotates }: { refreshRotates: boolean },
): Promise<void> {
  klaviyo.control.setSwitches({ refreshRotates });
  const target = await exportOf(klaviyo, scene.administrator, { people: 20 });
  await expireTokens(target.connectionId);
  const runId = await pressRun(scene.administrator, target.exportId);
  {
    await using saves = await holdLock(SAVES);
    const worker = await startWorker();
    await saves.untilBlocked();
    expect(klaviyo.control.log({ route: "/oauth/token", status: 200 })).toHaveLength(1);
    await killWorker(worker);
    // What it had sent to the database would else be carried out after its death.
    await pool().query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ferry-worker'",
    );
  }
  scene.faultOver();
  await startWorker();
  const { settledAt } = await untilStatus(runId, refreshRotates ? "waiting" : "successful");
  const refreshes = klaviyo.control.log({ route: "/oauth/token" }).length;
  scene.note({ result: `${(await readRun(runId)).status} after ${refreshes} refreshes` });
  expect(refreshes).toBeLessThanOrEqual(6);
  if (settledAt) {
    await checkClaim(scene, klaviyo, { target, runId });
    return;
  }
  expect(await findRow(target.connectionId)).toMatchObject({
    status: "needs_attention",
    attentionCode: "tokens_dead",
  });
}
