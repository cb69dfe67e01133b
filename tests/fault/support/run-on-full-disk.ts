import { setTimeout as sleep } from "node:timers/promises";
import path from "node:path";
import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pool } from "@/lib/db";
import { pressRun, readRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled, untilBatches } from "./run";
import { fillDisk } from "./small-disk";
import { exportOf } from "./target";
import { throughOutage } from "./through-outage";
import { startWorkers } from "./workers";

const LEFT_BYTES = 100_000;

interface FullDisk {
  dataDir: string;
  people: number;
  batchRecords: number;
  fullMs: number;
}

/** A run in whose middle the disk under PostgreSQL is full for a while. */
export async function runOnFullDisk(
  scene: Scene,
  klaviyo: Emulator,
  { dataDir, people, batchRecords, fullMs }: FullDisk,
): Promise<void> {
  const target = await exportOf(klaviyo, scene.administrator, { people });
  klaviyo.control.addFault({ id: "slow", match: { method: "POST" }, do: { kind: "delay", ms: 300 } });
  const workers = await startWorkers(2, { batchRecords, answerSeconds: 1 });
  const runId = await pressRun(scene.administrator, target.exportId);
  await untilBatches(runId, ["awaiting", "done"], 2);
  const empty = fillDisk(path.dirname(dataDir), LEFT_BYTES);
  const fails = pool().query(
    "CREATE TABLE too_much AS SELECT repeat(n::text, 100) FROM generate_series(1, 100000) n",
  );
  await expect(fails).rejects.toThrow("No space left on device");
  await sleep(fullMs);
  const during = await throughOutage(() => readRun(runId));
  expect(during.settledAt).toBeNull();
  empty();
  klaviyo.control.removeFault("slow");
  scene.faultOver();
  await throughOutage(() => settled(runId));
  const run = await checkClaim(scene, klaviyo, { target, runId, batchRecords });
  expect(run.status).toBe("successful");
  expect(run.outcomes).toEqual({ added: people });
  for (const { child } of workers) expect(child.exitCode ?? child.signalCode).toBeNull();
}
