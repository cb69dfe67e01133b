import { closeDatabase, pool } from "@/lib/db";
import { env } from "@/lib/env";
import { keepHouse } from "@/lib/housekeeping";
import { requireInstallation } from "@/lib/installation";
import { createBoss } from "@/lib/jobs/boss";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrations";
import { announcePresence } from "./presence";
import { registerHandlers } from "./register";

const SWEEP_EVERY_MS = 30_000;
// Shorter than the launcher's patience, so that a stop ends in good order.
const STOP_TIMEOUT_MS = 25_000;

const query = (sql: string, values?: string[]) => pool().query(sql, values);

function sweep(): void {
  keepHouse().catch((error: Error) =>
    logger.warn({ err: error }, "the sweep failed; the next one tries again"),
  );
}

async function main(): Promise<void> {
  await requireCurrentSchema(query);
  await requireInstallation(query, env().FERRY_MODE);
  const boss = await createBoss("worker").start();
  await registerHandlers(boss);
  const leave = await announcePresence();
  sweep();
  const timer = setInterval(sweep, SWEEP_EVERY_MS);

  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    clearInterval(timer);
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
