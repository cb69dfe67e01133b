import type { PoolClient } from "pg";
import { inSqlTransaction, pool } from "@/lib/db";
import { logger } from "@/lib/logger";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";
import { inviteUnification } from "./unification";
import { lockProfiles, unifyProfiles } from "./unify-profiles";

/** Seconds without a sign of life after which another worker may begin it again. */
const LEASE_SECONDS = 30;
const RENEW_EVERY_MS = 5_000;
const MAX_ATTEMPTS = 5;
/** People unified by one statement; after each it is told how far it is. */
const AT_ONCE = 20_000;

interface Claim {
  epoch: number;
  revision: number;
  sourceOrder: string[];
  isForAll: boolean;
}

/** Another worker holds it now; whatever this one did must not stay. */
class Superseded extends Error {}

/**
 * Unifies profiles anew, and gives the sources the order that is wanted: both take effect together, or neither. Done again
 * from the start where a worker died.
 */
export async function unifyAnew(): Promise<void> {
  const claim = await takeClaim();
  if (!claim) return;
  const timer = setInterval(() => void renew(claim).catch(() => undefined), RENEW_EVERY_MS); // the lease covers a missed one
  try {
    await inSqlTransaction((client) => unifyAll(client, claim));
  } catch (error) {
    if (error instanceof Superseded) return logger.debug("unifying profiles is another worker's by now");
    await leave(claim);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

async function takeClaim(): Promise<Claim | null> {
  const { rows } = await pool().query<Claim>(
    `UPDATE unification SET status = 'running', epoch = epoch + 1, attempts = attempts + 1, heartbeat_at = now(),
       started_at = now(), profiles_done = 0, profiles_total = NULL
     WHERE status = 'queued' OR (status = 'running' AND heartbeat_at < now() - make_interval(secs => $1))
     RETURNING epoch, revision, source_order::text[] AS "sourceOrder", is_for_all AS "isForAll"`,
    [LEASE_SECONDS],
  );
  return rows[0] ?? null;
}

async function renew({ epoch }: Claim): Promise<void> {
  await pool().query("UPDATE unification SET heartbeat_at = now() WHERE epoch = $1", [epoch]);
}

async function report({ epoch }: Claim, done: number, total: number): Promise<void> {
  await pool().query(
    "UPDATE unification SET profiles_done = $2, profiles_total = $3, heartbeat_at = now() WHERE epoch = $1",
    [epoch, done, total],
  );
}

async function leave({ epoch }: Claim): Promise<void> {
  await pool().query(
    `UPDATE unification SET status = (CASE WHEN attempts >= $2 THEN 'failed' ELSE 'queued' END)::"UnificationStatus"
     WHERE epoch = $1 AND status = 'running'`,
    [epoch, MAX_ATTEMPTS],
  );
}

async function unifyAll(client: PoolClient, claim: Claim): Promise<void> {
  await lockProfiles(client);
  const total = await collectConcerned(client, claim);
  await putInOrder(client, claim.sourceOrder);
  await client.query("CREATE TEMP TABLE unified_now (key text) ON COMMIT DROP");
  for (let from = 0; from < total; from += AT_ONCE) {
    await report(claim, from, total);
    await client.query("TRUNCATE unified_now");
    await client.query("INSERT INTO unified_now SELECT key FROM concerned WHERE place > $1 AND place <= $2", [
      from,
      from + AT_ONCE,
    ]);
    await client.query("ANALYZE unified_now");
    await unifyProfiles(client, "unified_now");
  }
  await report(claim, total, total);
  await settle(client, claim);
}

/** Whom the new order may concern: people whom more than one source knows. Or everybody. */
async function collectConcerned(client: PoolClient, { isForAll, sourceOrder }: Claim): Promise<number> {
  await client.query("CREATE TEMP TABLE concerned (place bigint, key text) ON COMMIT DROP");
  const people = isForAll
    ? "SELECT key FROM profile WHERE cardinality($1::uuid[]) >= 0"
    : "SELECT key FROM source_record WHERE source_id = ANY ($1::uuid[]) GROUP BY key HAVING count(*) > 1";
  const { rowCount } = await client.query(
    `INSERT INTO concerned SELECT row_number() OVER (), key FROM (${people}) people`,
    [sourceOrder],
  );
  await client.query("CREATE INDEX ON concerned (place)");
  return rowCount ?? 0;
}

/** The sources share out the places they have; one that came after the order was asked for keeps its own. */
async function putInOrder(client: PoolClient, sourceOrder: string[]): Promise<void> {
  if (sourceOrder.length === 0) return;
  await client.query(
    `WITH wanted AS (
       SELECT s.id, row_number() OVER (ORDER BY w.place) AS place
       FROM unnest($1::uuid[]) WITH ORDINALITY AS w(id, place) JOIN source s USING (id)),
     places AS (
       SELECT position, row_number() OVER (ORDER BY position) AS place FROM source WHERE id = ANY ($1::uuid[]))
     UPDATE source s SET position = p.position FROM wanted w JOIN places p USING (place) WHERE s.id = w.id`,
    [sourceOrder],
  );
}

async function settle(client: PoolClient, { epoch, revision }: Claim): Promise<void> {
  const { rows } = await client.query<{ status: string }>(
    `UPDATE unification SET status = (CASE WHEN revision = $2 THEN 'done' ELSE 'queued' END)::"UnificationStatus",
       finished_at = now()
     WHERE epoch = $1 AND status = 'running' RETURNING status`,
    [epoch, revision],
  );
  if (!rows[0]) throw new Superseded();
  await inviteAllRefreshes(client);
  // Something more was asked for meanwhile.
  if (rows[0].status === "queued") await inviteUnification(client);
}
