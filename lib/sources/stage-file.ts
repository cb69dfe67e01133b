import type { Import } from "@/generated/prisma/client";
import { pool } from "@/lib/db";
import { mayHoldAddresses } from "@/lib/privacy/address-fields";
import { takeOutErased } from "@/lib/privacy/tombstones";
import { badLineWriter } from "./bad-lines";
import { csvFormatSchema } from "./csv/csv-format";
import { CsvRefusal } from "./csv/csv-problem";
import { readCsv } from "./csv/read-csv";
import { noteStaged, reportProgress, whileRenewing } from "./import-lease";
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
  badLines: ReturnType<typeof badLineWriter>,
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

/**
 * Reads the file into the staging table of this claim: each key once, in order. What cannot be read is
 * listed, and so are, by their number, lines about people who were erased.
 */
export async function stageFile(
  job: Import,
  plan: { keyColumn: string; columns: SourceColumn[] },
): Promise<{ records: number; bad: number }> {
  await forgetBadLines(job);
  const badLines = badLineWriter(job.id);
  const counts = await stageLines(job, plan, badLines);
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
