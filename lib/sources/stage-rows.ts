import { once } from "node:events";
import { from as copyFrom } from "pg-copy-streams";
import type { PoolClient } from "pg";
import type { CsvItem } from "./csv/csv-item";
import { CsvRefusal } from "./csv/csv-problem";
import type { SourceColumn } from "./schema";
import { rowReader } from "./to-record";

export interface BadLine {
  line: number;
  code: string;
  column?: string;
}

export interface StagedCounts {
  rows: number;
  bad: number;
  /** Whether each key was greater than the one before, so that none came twice. */
  isInOrder: boolean;
}

/**
 * The unlogged table of one claim of an import, so that a worker that lost its claim never touches what its successor
 * staged; the id is a UUID, so the name is safe to write into SQL.
 */
export function stagingTable(job: { id: string; epoch: number }): string {
  return `staging.import_${job.id.replaceAll("-", "")}_${job.epoch}`;
}

/** The lines of one claim as they come, until `sortStaged` has made the staging table of them. */
export function stagedLines(job: { id: string; epoch: number }): string {
  return `${stagingTable(job)}_lines`;
}

/** How much goes into one COPY where others are to see it before all of it is there; about 25,000 people. */
const PIECE_BYTES = 8 * 1024 ** 2;
const WRITE_BYTES = 65_536;
const MOST_BYTES_PER_CHAR = 3;

// COPY's text format: backslash escapes, and a tab, line feed or carriage return would end the value. JSON has
// neither of those, and rarely a backslash.
const special = /[\\\t\n\r]/;
function copyText(value: string): string {
  if (!special.test(value)) return value;
  return value.replace(/[\\\t\n\r]/g, (char) => `\\${{ "\\": "\\", "\t": "t", "\n": "n", "\r": "r" }[char]}`);
}

// Halves of characters sort before some that PostgreSQL, which compares bytes, puts first.
const isBeyondBmp = /[\ud800-\udfff]/;

function requireSameColumns(columns: string[], plan: { columns: SourceColumn[] }): void {
  const missing = plan.columns.find((column, index) => columns[index] !== column.name);
  if (missing || columns.length !== plan.columns.length) throw new CsvRefusal("no_header", { column: 0 });
}

/**
 * Puts lines into buffers as they come. Joined to one text they would stay on the heap until it is cleared as a whole.
 */
function lineBuffers() {
  let buffer = Buffer.allocUnsafeSlow(WRITE_BYTES);
  let used = 0;
  let full: Buffer[] = [];
  const close = () => {
    if (used > 0) full.push(buffer.subarray(0, used));
    buffer = Buffer.allocUnsafeSlow(WRITE_BYTES);
    used = 0;
  };
  return {
    add(line: string): void {
      const mostBytes = line.length * MOST_BYTES_PER_CHAR;
      if (used + mostBytes > WRITE_BYTES) close();
      if (mostBytes > WRITE_BYTES) full.push(Buffer.from(line));
      else used += buffer.write(line, used);
    },
    /** The buffers that are full, or all of them; they are the caller's from then on. */
    take(which: "full" | "all"): Buffer[] {
      if (which === "all") close();
      const taken = full;
      full = [];
      return taken;
    },
  };
}

/** One COPY into the table; `write` waits whenever PostgreSQL is behind. */
function beginCopy(client: PoolClient, table: string) {
  const sink = client.query(copyFrom(`COPY ${table} (line, key, attributes) FROM STDIN`));
  const finished = once(sink, "finish");
  finished.catch(() => undefined); // awaited at the end; a failure before that surfaces there
  let bytes = 0;
  return {
    bytes: () => bytes,
    destroy: (error: Error) => sink.destroy(error),
    async write(buffers: Buffer[]): Promise<void> {
      for (const buffer of buffers) {
        bytes += buffer.byteLength;
        if (!sink.write(buffer)) await Promise.race([once(sink, "drain"), finished]);
      }
    },
    async end(): Promise<void> {
      sink.end();
      await finished;
    },
  };
}

/**
 * Copies the readable rows of `batches` into the import's staging table, waiting whenever PostgreSQL is behind, so
 * that memory stays flat. Bad rows go to `onBad`, and `onBatch` is awaited after each batch (progress, cancel). With
 * `onPiece` the rows are committed piece by piece, and it is told of each.
 */
export async function stageRows(
  client: PoolClient,
  input: {
    table: string;
    batches: AsyncIterable<CsvItem[]>;
    plan: { keyColumn: string; columns: SourceColumn[] };
    onBad: (bad: BadLine) => void;
    onBatch: (counts: StagedCounts) => Promise<void>;
    onPiece?: (counts: StagedCounts) => void;
  },
): Promise<StagedCounts> {
  const toRecord = rowReader(input.plan);
  const counts: StagedCounts = { rows: 0, bad: 0, isInOrder: true };
  const lines = lineBuffers();
  let lastKey = "";
  let copy = beginCopy(client, input.table);
  try {
    for await (const batch of input.batches) {
      for (const item of batch) {
        if (item.kind === "header") {
          requireSameColumns(item.columns, input.plan);
          continue;
        }
        const record = item.kind === "bad" ? { ok: false as const, ...item } : toRecord(item.cells);
        if (record.ok) {
          lines.add(`${item.line}\t${copyText(record.key)}\t${copyText(record.attributes)}\n`);
          counts.rows++;
          if (record.key <= lastKey || isBeyondBmp.test(record.key)) counts.isInOrder = false;
          lastKey = record.key;
        } else {
          input.onBad({ line: item.line, code: record.code, column: record.column });
          counts.bad++;
        }
      }
      await copy.write(lines.take("full"));
      await input.onBatch(counts);
      if (!input.onPiece || copy.bytes() < PIECE_BYTES) continue;
      await copy.write(lines.take("all"));
      await copy.end();
      input.onPiece(counts);
      copy = beginCopy(client, input.table);
    }
    await copy.write(lines.take("all"));
  } catch (error) {
    copy.destroy(error as Error);
    throw error;
  }
  await copy.end();
  return counts;
}
