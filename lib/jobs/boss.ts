import { PgBoss } from "pg-boss";
import { pool } from "@/lib/db";
import { logger } from "@/lib/logger";
import { jobNames } from "./contracts";

// pg-boss runs on the process's one pool, so that it adds no connections of its own.
const database = {
  executeSql: (text: string, values?: unknown[]) => pool().query(text, values),
};

// A handler that stops renewing its job for this long is taken for dead and its job is given out again.
// Ten seconds is the least pg-boss allows.
const HEARTBEAT_SECONDS = 10;

// Longest a single handler may run; an import of the largest file stays well below.
const EXPIRE_SECONDS = 6 * 60 * 60;

const queueOptions = {
  retryLimit: 5,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: EXPIRE_SECONDS,
  // One waiting job per key: inviting again while an invitation is open changes nothing.
  policy: "short" as const,
};

/** A pg-boss of this process. Web processes only send; workers also supervise. */
export function createBoss(role: "sender" | "worker"): PgBoss {
  const isWorker = role === "worker";
  const boss = new PgBoss({
    db: database,
    supervise: isWorker,
    schedule: isWorker,
    migrate: isWorker,
    createSchema: isWorker,
  });
  boss.on("error", (error) => logger.warn({ err: error }, "the job queue met an error"));
  return boss;
}

/** Creates or updates pg-boss's tables and Ferry's queues; part of migrating, safe to repeat. */
export async function installQueues(): Promise<void> {
  const boss = createBoss("worker");
  await boss.start();
  for (const name of jobNames) {
    await boss.createQueue(name, queueOptions);
    const { policy: _fixed, ...changeable } = queueOptions;
    await boss.updateQueue(name, changeable);
  }
  await boss.stop({ graceful: false, close: false });
}
