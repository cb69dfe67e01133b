import { setTimeout as sleep } from "node:timers/promises";
import pg, { type PoolClient } from "pg";
import { ApiProblem } from "@/lib/api/problems";
import { inSqlTransaction } from "@/lib/db";
import { lockProfiles } from "@/lib/profiles/unify-profiles";

// Merges come one after the other anyway, and each that waited with a connection in hand would take it from the
// console: a process has four. So one goes to the database, and the others wait here.
const LONGEST_IN_LINE_MS = 10_000;
const LONGEST_FOR_LOCK = "3s";
const RETRY_AFTER = { headers: { "Retry-After": "5" } };

let last: Promise<void> = Promise.resolve();

/** Waits for those who came before; answers what to call when done. */
async function stand(): Promise<() => void> {
  const before = last;
  const { promise, resolve: leave } = Promise.withResolvers<void>();
  last = before.then(() => promise);
  const tooLate = new AbortController();
  const isMyTurn = await Promise.race([
    before.then(() => true),
    sleep(LONGEST_IN_LINE_MS, false, { signal: tooLate.signal }).catch(() => false),
  ]);
  tooLate.abort();
  if (isMyTurn) return leave;
  leave();
  throw new ApiProblem("busy", RETRY_AFTER);
}

const isLockTimeout = (error: unknown) => error instanceof pg.DatabaseError && error.code === "55P03";

/**
 * Runs `work` in one transaction in which nobody else merges. Throws ApiProblem where an import keeps it from that for
 * longer than a program waits.
 */
export async function mergeInTurn<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const leave = await stand();
  try {
    return await inSqlTransaction(async (client) => {
      await client.query(`SET LOCAL lock_timeout = '${LONGEST_FOR_LOCK}'`);
      await lockProfiles(client);
      return await work(client);
    });
  } catch (error) {
    if (isLockTimeout(error)) throw new ApiProblem("busy", RETRY_AFTER);
    throw error;
  } finally {
    leave();
  }
}
