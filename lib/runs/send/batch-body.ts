import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import type { ClientBase, Pool } from "pg";
import { pool } from "@/lib/db";
import { withoutRows } from "@/lib/destinations/record-block";
import type { RecordBlock } from "@/lib/destinations/types";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** A batch's records as they are sent, with the items they are of and what the ledger is to know of them. */
export interface BatchBody {
  block: RecordBlock;
  seqs: number[];
  /** Digests of what is sent. */
  states: (string | null)[];
  /** Places of the attributes that have a value, as PostgreSQL writes an array. */
  filled: (string | null)[];
}

/** The stored body, so that sending again sends the same bytes; null before it was encoded. */
export async function readBody(
  run: bigint,
  no: number,
  client: ClientBase | Pool = pool(),
): Promise<BatchBody | null> {
  const { rows } = await client.query<Omit<BatchBody, "block"> & { records: Buffer }>(
    "SELECT seqs, states, filled, records FROM run_data.batch_body WHERE run = $1 AND no = $2 AND states IS NOT NULL",
    [run, no],
  );
  const [row] = rows;
  if (!row) return null;
  const { records, ...body } = row;
  return { ...body, block: { count: body.seqs.length, rows: await decompress(records) } };
}

/** The same without some of its records. */
export function withoutRecords(body: BatchBody, isLeft: (index: number) => boolean): BatchBody {
  const isKept = (_: unknown, index: number) => !isLeft(index);
  return {
    block: withoutRows(body.block, isLeft),
    seqs: body.seqs.filter(isKept),
    states: body.states.filter(isKept),
    filled: body.filled.filter(isKept),
  };
}

// Kept for seconds, so speed counts more than size. In large pieces, since each costs a way to another thread and back.
const quick = { chunkSize: 1024 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Compressed as they are stored. */
export function packRecords({ block }: BatchBody): Promise<Buffer> {
  return compress(block.rows, quick);
}

/** Stores a body in place of the one before. */
export async function putBody(
  client: ClientBase,
  place: { run: bigint; no: number },
  { body, packed }: { body: BatchBody; packed: Buffer },
): Promise<void> {
  await client.query(
    `INSERT INTO run_data.batch_body (run, no, seqs, states, filled, records) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (run, no) DO UPDATE SET seqs = excluded.seqs, states = excluded.states, filled = excluded.filled,
       records = excluded.records`,
    [place.run, place.no, body.seqs, body.states, body.filled, packed],
  );
}

/** It is personal data and has no further use. */
export async function dropBody(client: ClientBase, run: bigint, no: number): Promise<void> {
  await client.query("DELETE FROM run_data.batch_body WHERE run = $1 AND no = $2", [run, no]);
}
