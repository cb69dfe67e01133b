import { setTimeout as sleep } from "node:timers/promises";
import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";
import { inSqlTransaction, pool } from "@/lib/db";
import { exportHead } from "./export-head";
import { type Digested, FIRST_HASH, digestSql, packDigests, sealHash } from "./seal-hash";

/** Most events of one seal. */
const MOST_EVENTS = 1_000;
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

const isWaitingSql = `SELECT EXISTS (SELECT FROM audit_event
  WHERE id > coalesce((SELECT last_id FROM audit_seal ORDER BY no DESC LIMIT 1), 0)) AS is_waiting`;

/** The transactions that may have taken an id of the log and not ended: to insert, a transaction locks the table first. */
async function findWriters(): Promise<string[]> {
  const { rows } = await pool().query<{ writer: string }>(
    `SELECT virtualtransaction AS writer FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND relation = 'audit_event'::regclass`,
  );
  return rows.map(({ writer }) => writer);
}

/**
 * The last id up to which everything is decided: a transaction that ends later cannot bring an event with a lower one.
 * Ids are given out before they are committed, so whoever wrote when the id was read has to end first. Null where one
 * of them takes long; the next sweep tries again.
 */
async function findSettledId(): Promise<string | null> {
  const { rows } = await pool().query<{ last_value: string }>("SELECT last_value FROM audit_event_id_seq");
  const writers = new Set(await findWriters());
  const until = Date.now() + WAIT_MS;
  for (let open = [...writers]; open.length > 0;) {
    if (Date.now() > until) return null;
    await sleep(LOOK_EVERY_MS);
    open = (await findWriters()).filter((writer) => writers.has(writer));
  }
  return rows[0]?.last_value ?? null;
}

async function readEvents(client: PoolClient, after: bigint, upTo: string): Promise<Digested[]> {
  const { rows } = await client.query<{ id: string; digest: Buffer }>(
    `SELECT e.id, ${digestSql} AS digest FROM audit_event e WHERE e.id > $1 AND e.id <= $2 ORDER BY e.id LIMIT $3`,
    [after, upTo, MOST_EVENTS],
  );
  return rows.map(({ id, digest }) => ({ id: BigInt(id), digest }));
}

interface LastSeal {
  no: number;
  last_id: string;
  hash: string;
}

/** Seals the next events up to `upTo`; false where another worker does, or none is left. */
async function sealSome(upTo: string): Promise<boolean> {
  return inSqlTransaction(async (client) => {
    const { rows: locks } = await client.query<{ is_mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS is_mine",
      [advisoryLocks.sealAudit],
    );
    if (!locks[0]?.is_mine) return false;
    const { rows } = await client.query<LastSeal>(
      "SELECT no, last_id, hash FROM audit_seal ORDER BY no DESC LIMIT 1",
    );
    const last = rows[0];
    const found = await readEvents(client, BigInt(last?.last_id ?? 0), upTo);
    const [first] = found;
    if (!first) return false;
    const seal = {
      no: (last?.no ?? 0) + 1,
      firstId: first.id,
      lastId: found.at(-1)?.id ?? first.id,
      events: found.length,
      digests: packDigests(found),
      previousHash: last?.hash ?? FIRST_HASH,
    };
    await client.query(
      `INSERT INTO audit_seal (no, first_id, last_id, events, digests, previous_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [seal.no, seal.firstId, seal.lastId, seal.events, seal.digests, seal.previousHash, sealHash(seal)],
    );
    return true;
  });
}

/**
 * Seals what was written to the audit log: each seal bears the digests of its events and the hash of the seal before.
 * Safe to run at once in several workers. The newest seal's hash, the head, then goes out of the house where that is set.
 */
export async function sealAudit(): Promise<void> {
  const { rows } = await pool().query<{ is_waiting: boolean }>(isWaitingSql);
  if (rows[0]?.is_waiting) {
    const upTo = await findSettledId();
    if (upTo !== null) while (await sealSome(upTo));
  }
  await exportHead();
}
