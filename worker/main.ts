import { sealAudit } from "@/lib/audit/seal";
import { detectCopy } from "@/lib/copies/detect-copy";
import { schedulesPaused } from "@/lib/copies/pause";
import { closeDatabase, giveUpTransactions, pool } from "@/lib/db";
import { env } from "@/lib/env";
import { keepHouse } from "@/lib/housekeeping";
import { requireInstallation } from "@/lib/installation";
import { createBoss } from "@/lib/jobs/boss";
import { WorkerStopping } from "@/lib/jobs/stopping";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrations";
import { sweepRefresh } from "@/lib/refresh/advance-refresh";
import { requireKnownKeys } from "@/lib/require-known-keys";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { tick } from "@/lib/schedule/tick";
import { noteSystemTask } from "@/lib/status/system-tasks";
import { announcePresence } from "./presence";
import { registerHandlers } from "./register";

const SWEEP_EVERY_MS = 30_000;
// Cheap where nothing runs; how long a run stands still whose worker died or whose invitation was lost.
const SWEEP_RUNS_EVERY_MS = 5_000;
// How late a schedule may be. Where nothing is due it is two questions to an index.
const TICK_EVERY_MS = 2_000;
// A stop takes 30 seconds at the most, which is shorter than the launcher's patience: first what is under way may end,
// then requests without an answer are given up, then transactions, then jobs, then a database that does not answer.
const GIVE_UP_REQUESTS_MS = 20_000;
const GIVE_UP_TRANSACTIONS_MS = 23_000;
const STOP_TIMEOUT_MS = 26_000;
const END_MS = 29_000;

const query = (sql: string, values?: (string | null)[]) => pool().query(sql, values);

function repeat(work: () => Promise<void>, everyMs: number): NodeJS.Timeout {
  let isBusy = false;
  async function round(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    await work().catch((error: Error) =>
      logger.warn({ err: error }, "a sweep failed; the next one tries again"),
    );
    isBusy = false;
  }
  void round();
  return setInterval(() => void round(), everyMs);
}

/** What is done at the first call; later ones answer the same. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

function noteLate(error: Error): void {
  logger.warn({ err: error }, "the worker could not end in good order");
}

async function main(): Promise<void> {
  await requireCurrentSchema(query);
  await requireInstallation(query, env().FERRY_MODE);
  await requireKnownKeys(query);
  await detectCopy(query, env().FERRY_INSTANCE);
  const boss = await createBoss("worker").start();
  const nothingNew = new AbortController();
  const givenUp = new AbortController();
  const takeJobs = once(() =>
    registerHandlers(boss, { beginNothing: nothingNew.signal, giveUp: givenUp.signal }),
  );
  /** A copy that nobody has confirmed takes no job and brings no run on. */
  async function bringOn(): Promise<void> {
    if (await schedulesPaused()) return;
    await takeJobs();
    await sweepRuns();
    await sweepRefresh();
  }
  async function begin(): Promise<void> {
    if (!(await schedulesPaused())) await tick();
  }
  if (await schedulesPaused())
    logger.warn("this is a copy; nothing begins until an administrator confirms it");
  else await takeJobs();
  const leave = await announcePresence();
  const timers = [
    repeat(begin, TICK_EVERY_MS),
    repeat(() => noteSystemTask("housekeeping", keepHouse), SWEEP_EVERY_MS),
    repeat(sealAudit, SWEEP_EVERY_MS),
    repeat(bringOn, SWEEP_RUNS_EVERY_MS),
  ];

  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    nothingNew.abort(new WorkerStopping());
    setTimeout(() => givenUp.abort(new WorkerStopping()), GIVE_UP_REQUESTS_MS);
    setTimeout(() => void giveUpTransactions().catch(noteLate), GIVE_UP_TRANSACTIONS_MS);
    setTimeout(() => process.exit(0), END_MS);
    for (const timer of timers) clearInterval(timer);
    await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS, close: false }).catch(noteLate);
    await leave().then(closeDatabase).catch(noteLate);
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
