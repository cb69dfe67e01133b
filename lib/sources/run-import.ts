import type { Import } from "@/generated/prisma/client";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";
import { csvFormatSchema } from "./csv/csv-format";
import { CsvRefusal } from "./csv/csv-problem";
import { readCsv } from "./csv/read-csv";
import {
  CancelRequested,
  Superseded,
  claimImport,
  leaveImport,
  reportProgress,
  whileRenewing,
} from "./import-lease";
import { mergeImport } from "./merge-import";
import { readUpload } from "./read-upload";
import { MAX_BAD_LINES, type SourceColumn, sourceColumnSchema } from "./schema";
import { type BadLine, stageRows, stagingTable } from "./stage-rows";

const PROGRESS_EVERY_MS = 500;
const BAD_LINES_AT_ONCE = 1_000;
/** Attempts at one import before it is given up: a fault that strikes five times is not passing. */
const MAX_ATTEMPTS = 5;

interface Plan {
  keyColumn: string;
  columns: SourceColumn[];
}

function badLineWriter(importId: string) {
  let waiting: BadLine[] = [];
  let kept = 0;
  return {
    add(bad: BadLine) {
      if (kept++ < MAX_BAD_LINES) waiting.push(bad);
    },
    async flush(atLeast = 1) {
      if (waiting.length < atLeast) return;
      const data = waiting.map((bad) => ({ importId, ...bad }));
      waiting = [];
      await prisma().importBadLine.createMany({ data, skipDuplicates: true });
    },
  };
}

/** Streams the upload into the staging table, reporting progress and listening for cancel. */
async function stage(job: Import, uploadId: string, plan: Plan): Promise<void> {
  const table = stagingTable(job);
  const badLines = badLineWriter(job.id);
  let readBytes = 0;
  let reportedAt = 0;
  async function* counted() {
    for await (const chunk of readUpload(uploadId)) {
      readBytes += chunk.byteLength;
      yield chunk;
    }
    // Swept away under our eyes, it would look like a shorter file.
    if (readBytes !== Number(job.totalBytes))
      throw new Error(`Upload ${uploadId} ended after ${readBytes} of ${job.totalBytes} bytes.`);
  }
  const client = await pool().connect();
  try {
    await client.query(
      `CREATE UNLOGGED TABLE ${table} (line int, key text NOT NULL, attributes jsonb NOT NULL)`,
    );
    const counts = await stageRows(client, {
      table,
      plan,
      batches: readCsv(counted(), csvFormatSchema.parse(job.format)),
      onBad: (bad) => badLines.add(bad),
      onBatch: async ({ rows, bad }) => {
        await badLines.flush(BAD_LINES_AT_ONCE);
        if (Date.now() - reportedAt < PROGRESS_EVERY_MS) return;
        reportedAt = Date.now();
        await reportProgress(job, { readBytes, rows: rows + bad, bad });
      },
    });
    await badLines.flush();
    await reportProgress(job, { readBytes, rows: counts.rows + counts.bad, bad: counts.bad });
  } finally {
    client.release(true); // after a COPY that broke the connection is of no use
  }
}

/** The merge and the import's last word commit together, and only for the holder of the claim. */
async function mergeAndSettle(job: Import, plan: Plan): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { columns } = plan;
    const { id: importId, sourceId } = job;
    const merged = await mergeImport(client, { importId, sourceId, table: stagingTable(job), columns });
    const settled = await client.query(
      `UPDATE import SET status = 'successful', finished_at = now(), rows_bad = rows_bad + $3,
         rows_new = $4, rows_changed = $5, rows_unchanged = $6
       WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING cancel_requested`,
      [job.id, job.epoch, merged.repeated, merged.added, merged.changed, merged.unchanged],
    );
    if (settled.rowCount !== 1) throw new Superseded();
    if (settled.rows[0].cancel_requested) throw new CancelRequested();
    await inviteAllRefreshes(client);
  });
}

/** Lines of an earlier attempt, unless another worker holds the import by now: then they are that one's. */
async function forgetBadLines(job: Import): Promise<void> {
  await pool().query(
    "DELETE FROM import_bad_line b USING import i WHERE b.import_id = i.id AND i.id = $1 AND i.epoch = $2",
    [job.id, job.epoch],
  );
}

/** The file of an import that is over has no further use, and it is personal data. */
async function dropUpload(job: Import): Promise<void> {
  if (job.uploadId) await prisma().upload.deleteMany({ where: { id: job.uploadId } });
}

function leaveAfter(job: Import, error: unknown): Promise<boolean> {
  if (error instanceof CancelRequested) return leaveImport(job, "canceled");
  if (error instanceof CsvRefusal)
    return leaveImport(job, "failed", { code: error.code, params: error.params });
  if (job.epoch >= MAX_ATTEMPTS)
    return leaveImport(job, "failed", { code: "import_gave_up", params: { attempts: job.epoch } });
  return leaveImport(job, "queued");
}

async function settleFailure(job: Import, error: unknown): Promise<void> {
  const hasLeft = !(error instanceof Superseded) && (await leaveAfter(job, error));
  if (!hasLeft) {
    logger.debug(
      { importId: job.id, epoch: job.epoch, err: error },
      "an import is another worker's, or gone",
    );
    return;
  }
  const isOurs = error instanceof CancelRequested || error instanceof CsvRefusal;
  if (isOurs || job.epoch >= MAX_ATTEMPTS) await dropUpload(job);
  if (!isOurs) throw error;
}

/**
 * Runs one import from its upload to the unified profiles; memory does not grow with the file. A refused, failed or
 * canceled import changes nothing; one whose worker died is done again from its upload by the next worker.
 */
export async function runImport(importId: string): Promise<void> {
  const job = await claimImport(importId);
  if (!job) return;
  const plan = { keyColumn: job.keyColumn, columns: sourceColumnSchema.array().parse(job.columns) };
  try {
    if (!job.uploadId) throw new CsvRefusal("empty");
    const uploadId = job.uploadId;
    await forgetBadLines(job);
    await stage(job, uploadId, plan);
    await whileRenewing(job, () => mergeAndSettle(job, plan));
  } catch (error) {
    return await settleFailure(job, error);
  } finally {
    await pool().query(`DROP TABLE IF EXISTS ${stagingTable(job)}`);
  }
  await dropUpload(job);
  logger.debug({ importId, sourceId: job.sourceId }, "an import is done");
}
