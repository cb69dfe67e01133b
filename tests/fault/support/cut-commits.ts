import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { importsAsked, pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import { openCommitProxy } from "./commit-proxy";
import type { Scene } from "./fault-test";
import { settled } from "./run";
import { exportOf } from "./target";
import { startWorkers } from "./workers";

const BATCH = 20;

interface Cutting {
  databaseUrl: string;
  people: number;
  percent: number;
}

/** A run by two workers of whose COMMITs some percent are cut, half before they arrive and half after. */
export async function cutCommits(
  scene: Scene,
  klaviyo: Emulator,
  { databaseUrl, people, percent }: Cutting,
): Promise<void> {
  const target = await exportOf(klaviyo, scene.administrator, { people });
  let isOn = false;
  const proxy = await openCommitProxy(databaseUrl, () => {
    const roll = scene.random() * 100;
    if (!isOn || roll >= percent) return null;
    return roll < percent / 2 ? "before" : "after";
  });
  const env = { DATABASE_URL: proxy.url };
  const workers = await startWorkers(2, { batchRecords: BATCH, answerSeconds: 1, env });
  isOn = true;
  const runId = await pressRun(scene.administrator, target.exportId);
  await settled(runId);
  scene.faultOver();
  const run = await checkClaim(scene, klaviyo, { target, runId, batchRecords: BATCH });
  scene.note({ result: `${run.status} with ${proxy.cuts()} cuts` });
  expect(proxy.cuts()).toBeGreaterThan(0);
  expect(run).toMatchObject({ status: "successful", problemCode: null });
  expect(run.outcomes).toEqual({ added: people });
  expect(importsAsked(klaviyo).length).toBeGreaterThanOrEqual(people / BATCH);
  for (const { child } of workers) expect(child.exitCode ?? child.signalCode).toBeNull();
}
