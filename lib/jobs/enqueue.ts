import { fromPrisma, type PgBoss } from "pg-boss";
import type { Tx } from "@/lib/db";
import { createBoss } from "./boss";
import { jobContracts, type JobName, type JobPayload } from "./contracts";

const kept = globalThis as { ferrySender?: Promise<PgBoss> };

function sender(): Promise<PgBoss> {
  return (kept.ferrySender ??= createBoss("sender").start());
}

/**
 * Invites a worker to do `name` with `payload`, in the caller's transaction: row and invitation commit together.
 * While an invitation with the same `key` waits, another changes nothing.
 */
export async function enqueue<Name extends JobName>(
  tx: Tx,
  name: Name,
  payload: JobPayload<Name>,
  options: { key?: string; startAfter?: Date } = {},
): Promise<void> {
  const boss = await sender();
  await boss.send(name, jobContracts[name].parse(payload), {
    db: fromPrisma(tx),
    singletonKey: options.key,
    startAfter: options.startAfter,
  });
}
