import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { pool } from "@/lib/db";

/**
 * Takes locks with `sql` in a transaction of its own, so that a test can stop other work at a known place.
 * Released by `release` and, whatever happens, when the scope ends.
 */
export async function holdLock(sql: string) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("BEGIN");
  await client.query(sql);
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  let isHeld = true;
  const release = async () => {
    if (!isHeld) return;
    isHeld = false;
    await client.query("COMMIT");
    await client.end();
  };
  return {
    release,
    /** Waits until so many others stand in line behind this lock; the test's time limit bounds it. */
    async untilBlocked(others = 1) {
      const blocked = `WITH RECURSIVE behind (pid) AS (
        SELECT $1::int UNION
        SELECT a.pid FROM pg_stat_activity a JOIN behind b ON b.pid = ANY (pg_blocking_pids(a.pid)))
        SELECT 1 FROM behind WHERE pid <> $1`;
      while (((await pool().query(blocked, [rows[0]?.pid])).rowCount ?? 0) < others) await sleep(10);
    },
    [Symbol.asyncDispose]: release,
  };
}
