import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";
import { pool } from "@/lib/db";
import { logger } from "@/lib/logger";

const INDEX = "profile_search_idx";
/** Below so many records row by row is quick enough. */
const LEAST_RECORDS = 100_000;
const BUILD_MEMORY = "256MB";
const NOT_THE_OWNER = "42501";

async function isLargeLoad(client: PoolClient, records: number): Promise<boolean> {
  if (records < LEAST_RECORDS) return false;
  const { rows } = await client.query<{ known: number }>(
    "SELECT count(*)::int AS known FROM (SELECT 1 FROM profile LIMIT $1) found",
    [records],
  );
  return (rows[0]?.known ?? 0) < records;
}

async function isIndexed(client: Pick<PoolClient, "query">): Promise<boolean> {
  const { rows } = await client.query<{ is_valid: boolean }>(
    "SELECT indisvalid AS is_valid FROM pg_index WHERE indexrelid = to_regclass($1)",
    [INDEX],
  );
  return rows[0]?.is_valid ?? false;
}

async function dropIndex(client: PoolClient): Promise<boolean> {
  try {
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${INDEX}`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === NOT_THE_OWNER) return false;
    throw error;
  }
}

async function buildIndex(client: PoolClient): Promise<void> {
  // A build that was cut off leaves an index behind that nothing uses.
  await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${INDEX}`);
  await client.query(`SET maintenance_work_mem = '${BUILD_MEMORY}'`);
  await client.query(`CREATE INDEX CONCURRENTLY ${INDEX} ON profile USING gin (search gin_trgm_ops)`);
}

type Lock = "pg_advisory_lock" | "pg_try_advisory_lock";

/** Does `work` on a connection that holds the lock, or not at all where another has it and nobody is to wait. */
async function withLoadLock(lock: Lock, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool().connect();
  try {
    const { rows } = await client.query<Record<Lock, unknown>>(`SELECT ${lock}($1)`, [
      advisoryLocks.searchIndex,
    ]);
    if (rows[0]?.[lock] !== false) await work(client);
  } finally {
    client.release(true); // the lock and the settings end with the connection
  }
}

/**
 * Runs `load`, which adds so many profiles. Where they are more than there are, the index of the search is taken away
 * before and built anew afterwards, which takes a sixth of the time. Nobody waits for that: searches go through the
 * table meanwhile. A role that does not own the table loads with the index in place.
 */
export async function whileLoadingProfiles(records: number, load: () => Promise<void>): Promise<void> {
  if (records < LEAST_RECORDS) return load();
  await withLoadLock("pg_advisory_lock", async (client) => {
    const isDropped = (await isLargeLoad(client, records)) && (await dropIndex(client));
    try {
      await load();
    } finally {
      if (isDropped)
        await buildIndex(client).catch((error: Error) =>
          logger.warn(
            { err: error },
            "the index of the search could not be built; the next sweep tries again",
          ),
        );
    }
  });
}

/** Builds the index of the search where a worker that died while loading has left none. For the sweep. */
export async function restoreSearchIndex(): Promise<void> {
  if (await isIndexed(pool())) return;
  await withLoadLock("pg_try_advisory_lock", async (client) => {
    if (await isIndexed(client)) return;
    logger.info("the index of the search is built anew");
    await buildIndex(client);
  });
}
