import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { importRoute, importsAsked, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { exportOf } from "./support/target";
import { until } from "./support/until";
import { startWorker, stopWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const small = { batchRecords: 20, answerSeconds: 10 };

faultTest(
  "F3 SIGTERM in the middle of a run: nothing new is taken, what is in flight ends, exit 0 within 30 s",
  { injected: "SIGTERM while imports are in flight" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 600 });
    klaviyo().control.addFault({
      id: "slow",
      match: { method: "POST", route: importRoute },
      do: { kind: "delay", ms: 2_000 },
    });
    const runId = await pressRun(scene.administrator, target.exportId);
    const worker = await startWorker(small);
    await until(() => importsAsked(klaviyo()).length >= 2);
    await sleep(scene.random() * 3_000);
    const stoppedAt = Date.now();
    const code = await stopWorker(worker);
    const seconds = (Date.now() - stoppedAt) / 1000;
    scene.faultOver();
    klaviyo().control.removeFault("slow");
    const late = importsAsked(klaviyo()).filter(({ wallMs }) => wallMs > stoppedAt + 500);
    expect({ code, late: late.length }).toEqual({ code: 0, late: 0 });
    expect(seconds).toBeLessThan(30);
    const unanswered = importsAsked(klaviyo()).filter(({ status }) => status !== 202);
    expect(unanswered).toEqual([]);
    await startWorker(small);
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 20 });
    scene.note({ result: `${run.status}; stopped after ${seconds.toFixed(1)} s` });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 600 });
    expect(importsAsked(klaviyo())).toHaveLength(30);
  },
);
