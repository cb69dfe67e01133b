import { pool } from "@/lib/db";
import type { Head } from "./head";
import { type Digested, FIRST_HASH, type Sealed, digestSql, sealHash, unpackDigests } from "./seal-hash";

/** The first thing that is not as it was sealed. */
export type Finding =
  | { fault: "event_altered" | "event_missing" | "event_added"; id: string }
  | { fault: "seal_altered" | "seal_missing" | "seal_unlinked" | "tail_cut" | "head_differs"; no: number };

export interface Verified {
  finding: Finding | null;
  seals: number;
  /** Events under seals; those after the last seal are nobody's word yet. */
  events: number;
}

type Seal = Sealed & { hash: string };

interface SealRow {
  no: number;
  first_id: string;
  last_id: string;
  events: number;
  digests: Buffer;
  previous_hash: string;
  hash: string;
}

async function findSeal(where: "no = $1" | "no > $1", value: number): Promise<Seal | null> {
  const { rows } = await pool().query<SealRow>(
    `SELECT no, first_id, last_id, events, digests, previous_hash, hash FROM audit_seal
     WHERE ${where} ORDER BY no LIMIT 1`,
    [value],
  );
  const [row] = rows;
  if (!row) return null;
  const { no, events, digests, previous_hash: previousHash, hash } = row;
  return {
    no,
    firstId: BigInt(row.first_id),
    lastId: BigInt(row.last_id),
    events,
    digests,
    previousHash,
    hash,
  };
}

/** Whether the seal says of itself what it said when it was made, and follows `last`. */
function findSealFault(seal: Seal, last: { no: number; hash: string }): Finding | null {
  if (seal.no !== last.no + 1) return { fault: "seal_missing", no: last.no + 1 };
  if (seal.previousHash !== last.hash) return { fault: "seal_unlinked", no: seal.no };
  return sealHash(seal) === seal.hash ? null : { fault: "seal_altered", no: seal.no };
}

/** Compares the events since the last seal with what this one says of them. */
async function findEventFault(seal: Seal, after: bigint): Promise<Finding | null> {
  const { rows } = await pool().query<{ id: string; digest: Buffer }>(
    `SELECT e.id, ${digestSql} AS digest FROM audit_event e WHERE e.id > $1 AND e.id <= $2 ORDER BY e.id`,
    [after, seal.lastId],
  );
  const said = unpackDigests(seal.digests);
  for (const [index, { id, digest }] of rows.entries()) {
    const expected: Digested | undefined = said[index];
    if (!expected || BigInt(id) < expected.id) return { fault: "event_added", id };
    if (BigInt(id) > expected.id) return { fault: "event_missing", id: String(expected.id) };
    if (!digest.equals(expected.digest)) return { fault: "event_altered", id };
  }
  const missing = said[rows.length];
  return missing ? { fault: "event_missing", id: String(missing.id) } : null;
}

/** What the head kept elsewhere tells against the log, once all of it was found to agree with itself. */
async function findHeadFault(head: Head): Promise<Finding | null> {
  const { rows } = await pool().query<{ hash: string }>("SELECT hash FROM audit_seal WHERE no = $1", [
    head.seal,
  ]);
  if (!rows[0]) return { fault: "tail_cut", no: head.seal };
  return rows[0].hash === head.hash ? null : { fault: "head_differs", no: head.seal };
}

/** How far a check has come: everything up to this seal is as it was sealed. */
export interface Stand {
  seal: number;
  events: number;
}

interface Last {
  no: number;
  lastId: bigint;
  hash: string;
}

/** What the next seal has to follow; null where the one that was checked last is gone. */
async function findLast(no: number): Promise<Last | null> {
  return no === 0 ? { no: 0, lastId: 0n, hash: FIRST_HASH } : findSeal("no = $1", no);
}

/**
 * Goes on from `from`, seal by seal, until one is not as it was sealed, the last one is reached (`isDone`), or it is
 * `enough`. Memory does not grow with the log.
 */
export async function verifySome(
  from: Stand,
  enough: () => boolean,
): Promise<{ finding: Finding | null; stand: Stand; isDone: boolean }> {
  let stand = from;
  let last = await findLast(from.seal);
  if (!last) return { finding: { fault: "seal_missing", no: from.seal }, stand, isDone: true };
  for (;;) {
    const seal = await findSeal("no > $1", last.no);
    if (!seal) return { finding: null, stand, isDone: true };
    const finding = findSealFault(seal, last) ?? (await findEventFault(seal, last.lastId));
    if (finding) return { finding, stand, isDone: true };
    last = seal;
    stand = { seal: seal.no, events: stand.events + seal.events };
    if (enough()) return { finding: null, stand, isDone: false };
  }
}

/**
 * Goes through the whole audit log and answers the first thing that is not as it was sealed. That its end was cut off
 * shows only against a `head` that was kept elsewhere.
 */
export async function verifyAudit({ head }: { head?: Head } = {}): Promise<Verified> {
  const { finding, stand } = await verifySome({ seal: 0, events: 0 }, () => false);
  const { seal: seals, events } = stand;
  return { finding: finding ?? (head ? await findHeadFault(head) : null), seals, events };
}
