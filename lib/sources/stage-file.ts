import type { Import } from "@/generated/prisma/client";
import { pool } from "@/lib/db";
import { mayHoldAddresses } from "@/lib/privacy/address-fields";
import { takeOutErased } from "@/lib/privacy/tombstones";
import { badLineWriter } from "./bad-lines";
import { csvFormatSchema } from "./csv/csv-format";
import { isManyBad } from "./brake-import";
import { CsvRefusal } from "./csv/csv-problem";
import { readCsv } from "./csv/read-csv";
import { noteStaged, reportProgress, whileRenewing } from "./import-lease";
import type { Ahead } from "./merge-ahead";
import { readUpload } from "./read-upload";
import type { SourceColumn } from "./schema";
import { sortStaged } from "./sort-staged";
import { type StagedCounts, stageRows, stagedLines } from "./stage-rows";
import { unpack } from "./unpack";

const PROGRESS_EVERY_MS = 500;

/** Lines of an earlier attempt, unless another worker holds the import by now: then they are that one's. */
async function forgetBadLines(job: Import): Promise<void> {
  await pool().query(
    "DELETE FROM import_bad_line b USING import i WHERE b.import_id = i.id AND i.id = $1 AND i.epoch = $2",
    [job.id, job.epoch],
  );
}

/** Streams the upload into a table of lines, reporting progress and listening for cancel. */
async function stageLines(
  job: Import,
  plan: { keyColumn: string; columns: SourceColumn[] },
  { badLines, ahead }: { badLines: ReturnType<typeof badLineWriter>; ahead: Ahead | null },
): Promise<StagedCounts> {
  const uploadId = job.uploadId;
  if (!uploadId) throw new CsvRefusal("empty");
  let readBytes = 0;
  let reportedAt = 0;
  async function* counted() {
    for await (const chunk of readUpload(uploadId ?? "")) {
      readBytes += chunk.byteLength;
      yield chunk;
    }
    // Swept away under our eyes, it would look like a shorter file.
    if (readBytes !== Number(job.totalBytes))
      throw new Error(`Upload ${uploadId} ended after ${readBytes} of ${job.totalBytes} bytes.`);
  }
  const table = stagedLines(job);
  const client = await pool().connect();
  try {
    await client.query(
      `CREATE UNLOGGED TABLE ${table} (line int, key text COLLATE "C" NOT NULL, attributes jsonb NOT NULL)`,
    );
    const counts = await stageRows(client, {
      table,
      plan,
      batches: readCsv(unpack(counted()), csvFormatSchema.parse(job.format)),
      onBad: badLines.add,
      onPiece: ahead?.see,
      onBatch: async ({ rows, bad }) => {
        await badLines.flush();
        if (Date.now() - reportedAt < PROGRESS_EVERY_MS) return;
        reportedAt = Date.now();
        await reportProgress(job, { readBytes, rows: rows + bad, bad });
      },
    });
    await badLines.flush(1);
    await reportProgress(job, { readBytes, rows: counts.rows + counts.bad, bad: counts.bad });
    return counts;
  } finally {
    client.release(true); // after a COPY that broke the connection is of no use
  }
}

/** Leaves one line of each key, in order, and nobody who was erased. */
async function takeOut(
  job: Import,
  plan: { columns: SourceColumn[] },
  { counts, badLines }: { counts: StagedCounts; badLines: ReturnType<typeof badLineWriter> },
): Promise<{ records: number; bad: number }> {
  const newFields = plan.columns
    .filter(({ fieldKey, meaning }) => mayHoldAddresses({ key: fieldKey, meaning }))
    .map(({ fieldKey }) => fieldKey);
  const erased = await whileRenewing(job, () =>
    takeOutErased(pool(), { table: stagedLines(job), newFields, importId: job.id }),
  );
  const rows = counts.rows - erased;
  const repeated = await whileRenewing(job, () => sortStaged(job, { ...counts, rows }));
  const bad = counts.bad + repeated;
  await noteStaged(job, { bad, erased, reasons: badLines.reasons({ repeated, erased }) });
  return { records: rows - repeated, bad };
}

/**
 * Reads the file into the staging table of this claim: each key once, in order. What cannot be read is listed, and so
 * are, by their number, lines about people who were erased. With `ahead` the lines may be merged by the time they are
 * read, and then are no table.
 */
export async function stageFile(
  job: Import,
  plan: { keyColumn: string; columns: SourceColumn[] },
  ahead: Ahead | null,
): Promise<{ records: number; bad: number; isMerged: boolean }> {
  await forgetBadLines(job);
  const badLines = badLineWriter(job.id);
  try {
    const counts = await stageLines(job, plan, { badLines, ahead });
    const { rows, bad, isInOrder } = counts;
    if (ahead && isInOrder && !isManyBad({ records: rows, bad })) {
      await noteStaged(job, { bad, erased: 0, reasons: badLines.reasons({ repeated: 0, erased: 0 }) });
      if (await whileRenewing(job, () => ahead.finish(rows))) return { records: rows, bad, isMerged: true };
    }
    await ahead?.giveUp();
    return { ...(await takeOut(job, plan, { counts, badLines })), isMerged: false };
  } finally {
    await ahead?.giveUp();
  }
}
