import type { Import } from "@/generated/prisma/client";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { refreshAllSegments } from "@/lib/segments/refresh-all-segments";
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
import { type SourceColumn, sourceColumnSchema } from "./schema";
import { type BadLine, stageRows, stagingTable } from "./stage-rows";

const PROGRESS_EVERY_MS = 500;
const BAD_LINES_AT_ONCE = 1_000;
/** Bad lines kept with line and reason; beyond that they are only counted. */
export const MAX_BAD_LINES = 100_000;
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
  const table = stagingTable(job.id);
  const badLines = badLineWriter(job.id);
  let readBytes = 0;
  let reportedAt = 0;
  async function* counted() {
    for await (const chunk of readUpload(uploadId)) {
      readBytes += chunk.byteLength;
      yield chunk;
    }
  }
  const client = await pool().connect();
  try {
    await client.query(`DROP TABLE IF EXISTS ${table}`);
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
    const merged = await mergeImport(client, { importId, sourceId, table: stagingTable(job.id), columns });
    const settled = await client.query(
      `UPDATE import SET status = 'successful', finished_at = now(), rows_bad = rows_bad + $3,
         rows_new = $4, rows_changed = $5, rows_unchanged = $6
       WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING cancel_requested`,
      [job.id, job.epoch, merged.repeated, merged.added, merged.changed, merged.unchanged],
    );
    if (settled.rowCount !== 1) throw new Superseded();
    if (settled.rows[0].cancel_requested) throw new CancelRequested();
  });
}

/** Neither the file nor the staged rows have a further use, and both are personal data. */
async function cleanUp(job: Import): Promise<void> {
  await pool().query(`DROP TABLE IF EXISTS ${stagingTable(job.id)}`);
  if (job.uploadId) await prisma().upload.deleteMany({ where: { id: job.uploadId } });
}

async function settleFailure(job: Import, error: unknown): Promise<void> {
  if (error instanceof Superseded) return;
  const isLast = job.epoch >= MAX_ATTEMPTS;
  if (error instanceof CancelRequested) await leaveImport(job, "canceled");
  else if (error instanceof CsvRefusal)
    await leaveImport(job, "failed", { code: error.code, params: error.params });
  else if (isLast)
    await leaveImport(job, "failed", { code: "import_gave_up", params: { attempts: job.epoch } });
  else await leaveImport(job, "queued");
  const isOurs = error instanceof CancelRequested || error instanceof CsvRefusal;
  if (isOurs || isLast) await cleanUp(job);
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
    await prisma().importBadLine.deleteMany({ where: { importId } });
    await stage(job, uploadId, plan);
    await whileRenewing(job, () => mergeAndSettle(job, plan));
  } catch (error) {
    return settleFailure(job, error);
  }
  await cleanUp(job);
  await refreshAllSegments({ kind: "system", job: "source.import" });
  logger.debug({ importId, sourceId: job.sourceId }, "an import is done");
}
