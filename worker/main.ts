import { closeDatabase, pool } from "@/lib/db";
import { env } from "@/lib/env";
import { keepHouse } from "@/lib/housekeeping";
import { requireInstallation } from "@/lib/installation";
import { createBoss } from "@/lib/jobs/boss";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrations";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { announcePresence } from "./presence";
import { registerHandlers } from "./register";

const SWEEP_EVERY_MS = 30_000;
// Cheap where nothing runs; how long a run stands still whose worker died or whose invitation was lost.
const SWEEP_RUNS_EVERY_MS = 5_000;
// Shorter than the launcher's patience, so that a stop ends in good order.
const STOP_TIMEOUT_MS = 25_000;

const query = (sql: string, values?: string[]) => pool().query(sql, values);

function repeat(work: () => Promise<void>, everyMs: number): NodeJS.Timeout {
  let isBusy = false;
  async function once(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    await work().catch((error: Error) =>
      logger.warn({ err: error }, "a sweep failed; the next one tries again"),
    );
    isBusy = false;
  }
  void once();
  return setInterval(() => void once(), everyMs);
}

async function main(): Promise<void> {
  await requireCurrentSchema(query);
  await requireInstallation(query, env().FERRY_MODE);
  const boss = await createBoss("worker").start();
  await registerHandlers(boss);
  const leave = await announcePresence();
  const timers = [repeat(keepHouse, SWEEP_EVERY_MS), repeat(sweepRuns, SWEEP_RUNS_EVERY_MS)];

  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    for (const timer of timers) clearInterval(timer);
    await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS, close: false });
    await leave();
    await closeDatabase();
    process.exit(0);
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
  logger.info("the worker is ready");
  process.send?.("ready");
}

main().catch((error: Error) => {
  logger.fatal({ err: error }, error.message);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 100).unref();
});
