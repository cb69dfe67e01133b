import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "@/generated/prisma/client";
import { env } from "./env";
import { logger } from "./logger";
import { queueQueries } from "./queue-queries";

// Twenty processes have to fit PostgreSQL's default of 100 connections (three are reserved), so one pool
// of four serves Prisma, raw SQL and the queue alike.
const POOL_SIZE = 4;

// No transaction waits for anything but the database. One that stands still is of a process that is frozen or cut off,
// and would keep its row locks from everybody for as long as that lasts. As long as a lease.
const LONGEST_PAUSE = "30s";

// In milliseconds. Twenty who press Run at once take their turns at four connections; Prisma's two and five seconds
// would tell some of them, on a busy machine, that something went wrong.
const TURNS = { maxWait: 10_000, timeout: 15_000 };

/** A connection that is silent for so long is asked whether it still stands. */
const SILENCE_MS = 10_000;

export type Tx = Prisma.TransactionClient;

function createPool(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: POOL_SIZE,
    // adapter-pg reads and writes timestamps as if the session were in UTC, so it has to be.
    options: `-c timezone=UTC -c idle_in_transaction_session_timeout=${LONGEST_PAUSE}`,
    // Of a database that went away without a word nobody hears; without this the worker would wait for hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENCE_MS,
    application_name: `ferry-${process.env.FERRY_PROCESS ?? "web"}`,
  });
  // One that breaks in use says so to whoever uses it; with nobody listening it would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", (error) => logger.warn({ err: error }, "an idle database connection broke"));
  return pool;
}

function createPrisma(pool: pg.Pool): PrismaClient {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => queueQueries(await start(isolationLevel));
    return adapter;
  };
  // Otherwise its errors quote what they were called with.
  return new PrismaClient({ adapter: factory, errorFormat: "minimal", transactionOptions: TURNS });
}

// `next dev` reloads modules; the connections must survive that.
const kept = globalThis as { ferryPool?: pg.Pool; ferryPrisma?: PrismaClient };

/** The one connection pool of this process, for set work in SQL and for streams. */
export function pool(): pg.Pool {
  return (kept.ferryPool ??= createPool());
}

/**
 * A statement that is planned once per connection, for what is asked thousands of times: planning can take as long as the
 * answer. Its text must not hold values.
 */
export function prepared(text: string, values: unknown[]): pg.QueryConfig {
  return { name: createHash("sha1").update(text).digest("hex"), text, values };
}

/** Prisma over the same pool, for rows of configuration. */
export function prisma(): PrismaClient {
  return (kept.ferryPrisma ??= createPrisma(pool()));
}

const open = new Set<pg.PoolClient>();

/**
 * Runs `work` in one transaction on one raw connection, for set work that may take minutes
 * (an interactive Prisma transaction ends after fifteen seconds). Rolls back when `work` throws.
 */
export async function inSqlTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  open.add(client);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    open.delete(client);
    client.release(broken);
  }
}

// What @types/pg leaves out: the id of the server's process, which pg keeps of every connection.
const pidOf = (client: pg.PoolClient) => (client as unknown as { processID: number }).processID;

/** Has PostgreSQL `act` on these connections of this process. Not over the pool: they may hold all of it. */
async function actOn(clients: pg.PoolClient[], act: "pg_cancel_backend" | "pg_terminate_backend") {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(`SELECT ${act}(pid) FROM unnest($1::int[]) pid`, [clients.map(pidOf)]);
  await client.end();
}

/**
 * Rolls back every raw transaction of this process that is still open; each throws. A socket that closes would not do:
 * PostgreSQL notices that only when the statement has ended, minutes later.
 */
export async function giveUpTransactions(): Promise<void> {
  if (open.size > 0) await actOn([...open], "pg_terminate_backend");
}

/** PostgreSQL's word for a statement that was canceled, or took longer than it may. */
export function isCanceled(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "57014";
}

/**
 * Runs `work` in a raw transaction for somebody who may stop waiting: then PostgreSQL stops too. No statement of it
 * takes longer than `mostMs`, where that is given. Throws what `isCanceled` knows.
 */
export async function inCancelableTransaction<T>(
  { signal, mostMs = 0 }: { signal: AbortSignal; mostMs?: number },
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return inSqlTransaction(async (client) => {
    signal.throwIfAborted();
    await client.query(`SET LOCAL statement_timeout = ${Math.round(mostMs)}`);
    let canceling: Promise<void> | undefined;
    const cancel = () => (canceling ??= actOn([client], "pg_cancel_backend"));
    signal.addEventListener("abort", cancel);
    try {
      return await work(client);
    } finally {
      signal.removeEventListener("abort", cancel);
      // Whoever uses the connection next must not be hit by it.
      await canceling;
    }
  });
}

/** A transaction of either kind. */
export type AnyTx = Tx | pg.ClientBase;

/** Runs one statement that answers rows, in a transaction of either kind or, of the pool, in none. */
export async function queryIn<Row extends object>(
  tx: AnyTx | pg.Pool,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  return (await ("query" in tx ? tx : rawOf(tx)).query<Row>(sql, values)).rows;
}

const answersRows = /^\s*(SELECT|WITH)\b|\bRETURNING\b/i;

/** A Prisma transaction as raw steps see it, for those that others take in a raw transaction. */
export function rawOf(tx: Tx): pg.PoolClient {
  const query = async (text: string, values: unknown[] = []) => {
    if (!answersRows.test(text)) return { rows: [], rowCount: await tx.$executeRawUnsafe(text, ...values) };
    const rows = await tx.$queryRawUnsafe<unknown[]>(text, ...values);
    return { rows, rowCount: rows.length };
  };
  return { query } as unknown as pg.PoolClient;
}

/**
 * Claims that `value` is JSON through and through: a zod-parsed shape of strings, numbers, lists and objects.
 * TypeScript cannot see that of a recursive type.
 */
export function asJson(value: object): Prisma.InputJsonObject {
  return value as Prisma.InputJsonObject;
}

/** Whether `error` is PostgreSQL's or Prisma's word for "this value is taken already". */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === "23505";
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}

/** Closes the pool; for processes that end. */
export async function closeDatabase(): Promise<void> {
  await kept.ferryPrisma?.$disconnect();
  await kept.ferryPool?.end();
  kept.ferryPrisma = undefined;
  kept.ferryPool = undefined;
}
