import type { Import } from "@/generated/prisma/client";
import { pool } from "@/lib/db";
import { type BadReason, badLineWriter } from "../bad-lines";
import { checkRow } from "../csv/check-row";
import type { CsvItem } from "../csv/csv-item";
import { forgetBadLines } from "../forget-bad-lines";
import { MAX_KEY_CHARS, MAX_UPLOAD_BYTES } from "../schema";
import { stageRows, stagingTable } from "../stage-rows";
import type { Ask } from "./ask";
import { followCursor } from "./cursor-value";
import { estimateRows } from "./estimate-rows";
import type { PlannedReading } from "./plan-reading";
import { type DatabaseColumn, readColumns } from "./read-columns";
import { type Reading, readRows, requireColumns } from "./read-rows";
import { SourceRefusal } from "./source-refusal";
import { selectText } from "./statement";

/** How far it is; written by the stages, read by whoever reports it. */
export interface ReadingProgress {
  /** Rows that were read, for a comparison of keys too. */
  rows: number;
  /** About how many there are to read; null where nobody knows. */
  expected: number | null;
  bad: number;
  chars: number;
}

export interface StagedReading {
  reading: PlannedReading["reading"];
  cursorValue: string | null;
  /** Why rows were left out, with those of which only the merge knows that they repeat a key. */
  reasons: (leftOut: { repeated: number; erased: number }) => BadReason[];
}

interface Stage {
  job: Import;
  ask: Ask;
  plan: PlannedReading;
  progress: ReadingProgress;
}

/** Keys without a record: they are there, and what is known of them stays. */
async function stageKeys(job: Import, keys: string[]): Promise<void> {
  const usable = keys.map((key) => key.trim()).filter((key) => key !== "" && key.length <= MAX_KEY_CHARS);
  if (usable.length === 0) return;
  await pool().query(`INSERT INTO ${stagingTable(job)} (key) SELECT unnest($1::text[])`, [usable]);
}

async function* counted({ ask, progress }: Stage, reading: Reading): AsyncGenerator<string[][]> {
  const columns = reading.columns.map(({ name }) => name);
  const more = await estimateRows(ask, selectText(reading.statement, { columns, since: reading.since }));
  progress.expected = more === null ? null : progress.rows + more;
  for await (const batch of readRows(ask, reading)) {
    progress.rows += batch.length;
    for (const cells of batch) for (const cell of cells) progress.chars += cell.length;
    // As much as of a file. A query may give rows for ever.
    if (progress.chars > MAX_UPLOAD_BYTES)
      throw new SourceRefusal("statement", "query_too_large", { limitGb: MAX_UPLOAD_BYTES / 1024 ** 3 });
    yield batch;
  }
}

function toItem(cells: string[], columns: string[], line: number): CsvItem {
  const check = checkRow({ cells, columns, bytes: 0, lines: 1, mayHoldDamage: true });
  if (check.kind === "row") return { kind: "row", line, cells: check.cells };
  // A row without any value is one whose key is missing.
  if (check.kind === "blank") return { kind: "row", line, cells: columns.map(() => "") };
  return { kind: "bad", line, code: check.code, column: check.column };
}

/** Stages rows as they are, and of those that cannot be read the keys. Returns how far the cursor got, and what is bad. */
async function stageRecords(
  stage: Stage,
  found: DatabaseColumn[],
  since: Reading["since"],
): Promise<Pick<StagedReading, "cursorValue" | "reasons">> {
  const { job, ask, plan, progress } = stage;
  const names = plan.columns.map(({ name }) => name);
  const wanted = requireColumns(found, plan.cursor ? [...names, plan.cursor.column] : names);
  const [[now = ""] = []] = (await ask("SELECT to_char(now(), 'YYYY-MM-DD HH24:MI:SS.US')")).rows;
  const cursor = plan.cursor && followCursor(plan.cursor.kind, now ?? "", plan.cursor.value);
  const badLines = badLineWriter(job.id);
  let [firstLine, batch, badKeys]: [number, string[][], string[]] = [1, [], []];
  const keyIndex = names.indexOf(plan.keyColumn);

  async function* items(): AsyncGenerator<CsvItem[]> {
    yield [{ kind: "header", columns: names }];
    for await (batch of counted(stage, { statement: plan.statement, columns: wanted, since })) {
      if (cursor) for (const cells of batch) cursor.see(cells[names.length] ?? "");
      yield batch.map((cells, index) => toItem(cells.slice(0, names.length), names, firstLine + index));
      firstLine += batch.length;
    }
  }
  const client = await pool().connect();
  try {
    await stageRows(client, {
      table: stagingTable(job),
      plan,
      batches: items(),
      onBad: (bad) => {
        badLines.add(bad);
        badKeys.push(batch[bad.line - firstLine]?.[keyIndex] ?? "");
      },
      onBatch: async ({ bad }) => {
        progress.bad = bad;
        await badLines.flush();
        await stageKeys(job, badKeys);
        badKeys = [];
      },
    });
    await badLines.flush(1);
  } finally {
    client.release(true); // after a COPY that broke the connection is of no use
  }
  return { cursorValue: cursor?.latest() ?? null, reasons: badLines.reasons };
}

/** Stages the keys of everybody. Returns whether there are some that are neither known nor among the changes. */
async function compareKeys(stage: Stage, found: DatabaseColumn[]): Promise<boolean> {
  const { job, plan } = stage;
  const columns = requireColumns(found, [plan.keyColumn]);
  for await (const batch of counted(stage, { statement: plan.statement, columns }))
    await stageKeys(
      job,
      batch.map(([key]) => key ?? ""),
    );
  const { rows } = await pool().query<{ unseen: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM ${stagingTable(job)} n WHERE attributes IS NULL
       AND NOT EXISTS (SELECT 1 FROM source_record r WHERE r.source_id = $1 AND r.key = n.key)
       AND NOT EXISTS (SELECT 1 FROM ${stagingTable(job)} s WHERE s.key = n.key AND s.attributes IS NOT NULL)) AS unseen`,
    [job.sourceId],
  );
  return rows[0]?.unseen ?? false;
}

/** Reads what the plan says from the database into the staging table of this claim; memory does not grow with it. */
export async function stageReading(stage: Stage): Promise<StagedReading> {
  const { job, ask, plan } = stage;
  const table = stagingTable(job);
  await pool().query(`CREATE UNLOGGED TABLE ${table} (line int, key text NOT NULL, attributes jsonb)`);
  const found = await readColumns(ask, plan.statement);
  const from = plan.reading === "everything" ? undefined : plan.cursor?.from;
  const since = plan.cursor && from ? { column: plan.cursor.column, from } : undefined;
  const staged = await stageRecords(stage, found, since);
  if (plan.reading !== "changes_and_keys" || !(await compareKeys(stage, found)))
    return { reading: plan.reading, ...staged };
  // Somebody came in behind the cursor.
  await pool().query(`TRUNCATE ${table}`);
  await forgetBadLines(job);
  return { reading: "everything", ...(await stageRecords(stage, found, undefined)) };
}
