import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { pool } from "@/lib/db";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { jobNames } from "./contracts";

interface Database {
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
}

// pg-boss runs on the process's one pool, so that it adds no connections of its own.
const onPool: Database["executeSql"] = (text, values) => pool().query(text, values);

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * The same for a worker, which asks many times a second: of a database that is gone, the longer the less often.
 * Connecting alone costs the processor milliseconds each time.
 */
function patientlyOnPool(): Database["executeSql"] {
  let goneSince: number | null = null;
  return async (text, values) => {
    if (goneSince !== null)
      await sleep(Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, (Date.now() - goneSince) / 2)));
    try {
      const answer = await pool().query(text, values);
      goneSince = null;
      return answer;
    } catch (error) {
      const isAnswer = error instanceof pg.DatabaseError && error.severity === "ERROR";
      goneSince = isAnswer ? null : (goneSince ?? Date.now());
      throw error;
    }
  };
}

/** pg-boss tells of some errors as plain objects. */
function toError(told: Error): Error {
  return told instanceof Error ? told : Object.assign(new Error((told as Error).message), told);
}

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
export function createBoss(role: "sender" | "worker", given?: Database): PgBoss {
  const isWorker = role === "worker";
  const database = given ?? { executeSql: isWorker ? patientlyOnPool() : onPool };
  const boss = new PgBoss({
    db: database,
    supervise: isWorker,
    schedule: isWorker,
    migrate: isWorker,
    createSchema: isWorker,
  });
  boss.on("error", (error) => logger.warn({ err: toError(error) }, "the job queue met an error"));
  return boss;
}

/**
 * Starts a sender. Whoever sends holds a connection of the pool, in a transaction: if the first few at once waited for
 * a start that needs one more, they would wait for ever. So the start has a connection of its own.
 */
export async function startSender(): Promise<PgBoss> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  // The query in hand fails as well; with nobody listening it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  const database: Database = { executeSql: (text, values) => client.query(text, values) };
  try {
    return await createBoss("sender", database).start();
  } finally {
    database.executeSql = onPool;
    await client.end();
  }
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
