import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { getRun } from "@/lib/runs/queries";
import { pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const BATCH = 20;
/** More imports than Klaviyo allows in a minute. */
const BATCHES = 190;
const LEAST_MS = 3_000;

faultTest(
  "F7 a run that uses up a window of Klaviyo's: from a quarter on, the time left is right by a fifth, or by three seconds",
  { injected: `${BATCHES} imports where 150 are allowed in a minute`, timeout: 240_000 },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: BATCH * BATCHES });
    const startedAt = Date.now();
    const runId = await pressRun(scene.administrator, target.exportId);
    await startWorker({ batchRecords: BATCH });
    const told: { at: number; leftMs: number | null }[] = [];
    for (;;) {
      const { status, secondsLeft } = await getRun(scene.administrator, runId);
      if (!["queued", "running", "waiting"].includes(status)) break;
      told.push({ at: Date.now(), leftMs: secondsLeft === null ? null : secondsLeft * 1_000 });
      await sleep(500);
    }
    const endedAt = Date.now();
    const counted = told.filter(({ at }) => at - startedAt > (endedAt - startedAt) / 4);
    const wrong = counted.filter(({ at, leftMs }) => {
      const trueMs = endedAt - at;
      return leftMs === null || Math.abs(leftMs - trueMs) > Math.max(trueMs / 5, LEAST_MS);
    });
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: BATCH });
    scene.note({ result: `${run.status}; ${wrong.length} of ${counted.length} forecasts were wrong` });
    expect(run.status).toBe("successful");
    expect(wrong).toEqual([]);
  },
);
