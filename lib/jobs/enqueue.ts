import { type PgBoss, fromPrisma } from "pg-boss";
import type { ClientBase, PoolClient } from "pg";
import type { Tx } from "@/lib/db";
import { startSender } from "./boss";
import { jobContracts, type JobName, type JobPayload } from "./contracts";

const kept = globalThis as { ferrySender?: Promise<PgBoss> };

function sender(): Promise<PgBoss> {
  // A start that failed because the database was away must not be remembered.
  return (kept.ferrySender ??= startSender().catch((error: Error) => {
    kept.ferrySender = undefined;
    throw error;
  }));
}

interface EnqueueOptions {
  key?: string;
  /** Counted by PostgreSQL's clock. */
  afterMs?: number;
}

function isRaw(tx: Tx | ClientBase): tx is ClientBase {
  return "query" in tx;
}

/**
 * Invites a worker to do `name` with `payload`, in the caller's transaction, Prisma's or a raw one: row and
 * invitation commit together. While an invitation with the same `key` waits, another changes nothing.
 */
export async function enqueue<Name extends JobName>(
  tx: Tx | ClientBase,
  name: Name,
  payload: JobPayload<Name>,
  options: EnqueueOptions = {},
): Promise<void> {
  const boss = await sender();
  const raw = isRaw(tx)
    ? { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) }
    : undefined;
  await boss.send(name, jobContracts[name].parse(payload), {
    db: raw ?? fromPrisma(tx as Tx),
    singletonKey: options.key,
    startAfter: options.afterMs ? options.afterMs / 1000 : undefined,
  });
}

/** The same for many keys at once, in one statement. */
export async function enqueueMany<Name extends JobName>(
  client: PoolClient,
  name: Name,
  jobs: { key: string; payload: JobPayload<Name> }[],
): Promise<void> {
  if (jobs.length === 0) return;
  const boss = await sender();
  const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
  const rows = jobs.map(({ key, payload }) => ({
    data: jobContracts[name].parse(payload),
    singletonKey: key,
  }));
  await boss.insert(name, rows, { db });
}
