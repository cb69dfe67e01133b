import { expect } from "vitest";
import { watchPeak } from "@/bench/support/peak-memory";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled } from "./run";
import { exportOf } from "./target";
import { startWorker } from "./workers";

/** A run of so many people by one worker that may use 128 MB of heap. */
export async function runInSmallHeap(scene: Scene, klaviyo: Emulator, people: number): Promise<void> {
  // A million bodies would be most of this process's own memory.
  klaviyo.control.keepBodies(people <= 100_000);
  const target = await exportOf(klaviyo, scene.administrator, { people });
  const worker = await startWorker({ heapMb: 128, answerSeconds: 60 });
  const peakMb = watchPeak(worker.child.pid ?? 0);
  const runId = await pressRun(scene.administrator, target.exportId);
  await settled(runId);
  const heldMb = peakMb();
  const run = await checkClaim(scene, klaviyo, { target, runId });
  scene.note({ result: `${run.status}, ${heldMb} MB at most` });
  expect(run.status).toBe("successful");
  expect(run.outcomes).toEqual({ added: people });
  expect(worker.child.exitCode).toBeNull();
}
