import { expect } from "vitest";
import { watchPeak } from "@/bench/support/peak-memory";
import { pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const PEOPLE = 1_000_000;

faultTest(
  "F5 a run of 1,000,000 by one worker with a heap of 128 MB ends well",
  { injected: "--max-old-space-size=128", timeout: 1_200_000 },
  async (scene) => {
    // A million bodies would be most of this process's own memory.
    klaviyo().control.keepBodies(false);
    const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE });
    const worker = await startWorker({ heapMb: 128, answerSeconds: 60 });
    const peakMb = watchPeak(worker.child.pid ?? 0);
    const runId = await pressRun(scene.administrator, target.exportId);
    await settled(runId);
    const heldMb = peakMb();
    const run = await checkClaim(scene, klaviyo(), { target, runId });
    scene.note({ result: `${run.status}, ${heldMb} MB at most` });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: PEOPLE });
    expect(worker.child.exitCode).toBeNull();
  },
);
