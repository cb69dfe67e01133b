import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { prisma } from "@/lib/db";
import { pressRun, readRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled } from "./run";
import { between } from "./seed";
import { exportOf } from "./target";
import { throughOutage } from "./through-outage";
import { until } from "./until";
import { startWorkers } from "./workers";

const BATCH = 25;
const small = { batchRecords: BATCH, answerSeconds: 2 };

/**
 * A run by two workers whose database is broken so many times in its middle. The workers live through it, and nothing
 * of it is told as an error of the run.
 */
export async function breakDatabase(
  scene: Scene,
  klaviyo: Emulator,
  { people, times, doBreak }: { people: number; times: number; doBreak: () => unknown },
): Promise<void> {
  const target = await exportOf(klaviyo, scene.administrator, { people });
  const workers = await startWorkers(2, small);
  // Slower than usual, so that all of it happens in the middle.
  klaviyo.control.addFault({ id: "slow", match: { method: "POST" }, do: { kind: "delay", ms: 1_500 } });
  const runId = await pressRun(scene.administrator, target.exportId);
  await until(async () => (await readRun(runId)).batches.length > 0);
  for (let time = 0; time < times; time++) {
    await sleep(between(scene.random, 200, 2_500));
    expect((await throughOutage(() => readRun(runId))).settledAt).toBeNull();
    await doBreak();
  }
  klaviyo.control.removeFault("slow");
  scene.faultOver();
  await throughOutage(() => settled(runId));
  const run = await checkClaim(scene, klaviyo, { target, runId, batchRecords: BATCH });
  expect(run).toMatchObject({ status: "successful", problemCode: null });
  expect(run.outcomes).toEqual({ added: people });
  expect(await prisma().runEvent.count({ where: { runId, level: "problem" } })).toBe(0);
  for (const { child, output } of workers)
    expect(child.exitCode ?? child.signalCode, output().slice(-4_000)).toBeNull();
}
