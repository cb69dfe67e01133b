import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import type { ClientBase } from "pg";
import { pool } from "@/lib/db";
import type { EncodedRecord } from "@/lib/destinations/types";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** A batch's records as they are sent, with the items they are of. */
export interface BatchBody {
  seqs: number[];
  records: EncodedRecord[];
}

/** The stored body, so that sending again sends the same bytes; null before it was encoded. */
export async function readBody(run: bigint, no: number): Promise<BatchBody | null> {
  const { rows } = await pool().query<{ seqs: number[]; records: Buffer }>(
    "SELECT seqs, records FROM run_data.batch_body WHERE run = $1 AND no = $2",
    [run, no],
  );
  const [row] = rows;
  if (!row) return null;
  const text = (await decompress(row.records)).toString();
  // JSON of a record has no line end in it.
  const records =
    text === "" ? [] : text.split("\n").map((json) => ({ json, bytes: Buffer.byteLength(json) }));
  return { seqs: row.seqs, records };
}

// Kept for seconds, so speed counts more than size.
const quick = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Compressed as it is stored. */
export function packBody({ records }: BatchBody): Promise<Buffer> {
  return compress(Buffer.from(records.map(({ json }) => json).join("\n")), quick);
}

/** Stores a body in place of the one before. */
export async function putBody(
  client: ClientBase,
  place: { run: bigint; no: number; seqs: number[]; packed: Buffer },
): Promise<void> {
  await client.query(
    `INSERT INTO run_data.batch_body (run, no, seqs, records) VALUES ($1, $2, $3, $4)
     ON CONFLICT (run, no) DO UPDATE SET seqs = excluded.seqs, records = excluded.records`,
    [place.run, place.no, place.seqs, place.packed],
  );
}

/** It is personal data and has no further use. */
export async function dropBody(client: ClientBase, run: bigint, no: number): Promise<void> {
  await client.query("DELETE FROM run_data.batch_body WHERE run = $1 AND no = $2", [run, no]);
}
