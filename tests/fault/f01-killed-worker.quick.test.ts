import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { logOf, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilBatches } from "./support/run";
import { between } from "./support/seed";
import { exportOf } from "./support/target";
import { killWorker, startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F1 a worker killed with kill -9 in the middle of a run: another one goes on from the last batch",
  { injected: "kill -9 once, 20,000 people" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 20_000 });
    const runId = await pressRun(scene.administrator, target.exportId);
    const first = await startWorker({ batchRecords: 2_000 });
    await untilBatches(runId, ["submitting"]);
    await sleep(between(scene.random, 0, 300));
    await killWorker(first);
    scene.faultOver();
    await startWorker({ batchRecords: 2_000 });
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 20_000 });
    expect(await logOf(runId)).toContain("taken_over");
  },
);
