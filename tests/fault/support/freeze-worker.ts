import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { prisma } from "@/lib/db";
import { importsAsked, logOf, pressRun, readRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled, untilBatches } from "./run";
import { exportOf } from "./target";
import { startWorker } from "./workers";

const small = { batchRecords: 100, answerSeconds: 1 };
/** Long enough for what a worker does when it wakes up. */
const AFTERMATH_MS = 3_000;
/** For what a worker asked of PostgreSQL right before it froze. */
const ASKED_BEFORE_MS = 100;

/**
 * A run with its batches, without the notes of who asks after it next, and without the number of requests: one that left
 * before the worker froze is truly counted when it wakes.
 */
async function readStanding(runId: string) {
  const {
    pollAt: _,
    pollLeaseUntil: _until,
    polls: _polls,
    requests: _requests,
    ...run
  } = await readRun(runId);
  return run;
}

/** Freezes the only worker at a moment at which it has a batch in hand: between two it would leave nothing behind. */
async function freezeInWork(worker: ChildProcess, runId: string, untilMoment: () => Promise<void>) {
  for (;;) {
    await untilBatches(runId, ["submitting"]);
    await untilMoment();
    worker.kill("SIGSTOP");
    await sleep(ASKED_BEFORE_MS);
    const inHand = await prisma().runBatch.count({ where: { runId, state: "submitting" } });
    if (inHand > 0) return;
    worker.kill("SIGCONT");
  }
}

/**
 * Freezes a worker with batches in hand, for so long at least and until another one has ended the run, wakes it up, and
 * expects that whatever it still does changes nothing.
 */
export async function freezeWorker(
  scene: Scene,
  klaviyo: Emulator,
  { seconds, untilMoment }: { seconds: number; untilMoment?: () => Promise<void> },
): Promise<void> {
  const target = await exportOf(klaviyo, scene.administrator, { people: 1_000 });
  const runId = await pressRun(scene.administrator, target.exportId);
  const zombie = await startWorker(small);
  await freezeInWork(zombie.child, runId, async () => {
    await sleep(scene.random() * 50);
    await untilMoment?.();
  });
  const stoppedAt = Date.now();
  await startWorker(small);
  await settled(runId);
  await sleep(Math.max(0, stoppedAt + seconds * 1_000 - Date.now()));
  const before = await readStanding(runId);
  const sent = importsAsked(klaviyo).length;
  zombie.child.kill("SIGCONT");
  await sleep(AFTERMATH_MS);
  expect(await readStanding(runId)).toEqual(before);
  expect(importsAsked(klaviyo)).toHaveLength(sent);
  scene.note({ recoverSeconds: ((before.settledAt?.getTime() ?? 0) - stoppedAt) / 1000 });
  const run = await checkClaim(scene, klaviyo, { target, runId, batchRecords: 100 });
  expect(run.status).toBe("successful");
  expect(run.outcomes).toEqual({ added: 1_000 });
  expect(await logOf(runId)).toContain("taken_over");
}
