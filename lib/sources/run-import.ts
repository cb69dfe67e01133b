import type { PoolClient } from "pg";
import type { Import } from "@/generated/prisma/client";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { ErasedUnknown, erasedPads } from "@/lib/privacy/tombstones";
import { whileLoadingProfiles } from "@/lib/profiles/search-index";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";
import { addFields } from "./add-fields";
import { isManyBad } from "./brake-import";
import { CsvRefusal } from "./csv/csv-problem";
import {
  CancelRequested,
  Superseded,
  claimImport,
  leaveForReview,
  leaveImport,
  whileRenewing,
} from "./import-lease";
import { mayMergeAhead, mergeAhead } from "./merge-ahead";
import { type MergeCounts, countChanges, mergeRecords } from "./merge-records";
import { type SourceColumn, sourceColumnSchema } from "./schema";
import { stageFile } from "./stage-file";
import { stagedLines, stagingTable } from "./stage-rows";

/** Attempts at one import before it is given up: a fault that strikes five times is not passing. */
const MAX_ATTEMPTS = 5;

interface Plan {
  keyColumn: string;
  columns: SourceColumn[];
}

/** The staging table of an import and its records; null where there is none, or a crash of PostgreSQL emptied it. */
async function findStaged(job: Import): Promise<{ table: string; records: number } | null> {
  if (job.stagedEpoch === null || job.confirmedAt === null) return null;
  const table = stagingTable({ id: job.id, epoch: job.stagedEpoch });
  const { rows } = await pool().query<{ oid: string | null }>("SELECT to_regclass($1) AS oid", [table]);
  if (!rows[0]?.oid) return null;
  const counted = await pool().query<{ records: number }>(`SELECT count(*)::int AS records FROM ${table}`);
  const records = counted.rows[0]?.records ?? 0;
  return records === job.rowsNew + job.rowsChanged + job.rowsUnchanged ? { table, records } : null;
}

/** Whether somebody has to decide first: the file changes what is there, or much of it cannot be read. */
function asksFirst(job: Import, read: { records: number; bad: number }): boolean {
  return job.confirmedAt === null && (job.asksFirst || isManyBad(read));
}

/** The source's new plan and the import's last word, in the transaction that merges, and only for the holder of the claim. */
async function settle(
  client: PoolClient,
  { job, plan, merged }: { job: Import; plan: Plan; merged: MergeCounts & { erased: number } },
): Promise<void> {
  const { id, epoch, sourceId } = job;
  await client.query(
    `UPDATE source SET key_column = $2, columns = $3, updated_at = now(), name = CASE
       WHEN EXISTS (SELECT 1 FROM source other WHERE other.name = $4 AND other.id <> $1) THEN name
       ELSE coalesce($4, name) END
     WHERE id = $1`,
    [sourceId, plan.keyColumn, JSON.stringify(plan.columns), job.sourceName],
  );
  // now() is when the transaction began, a merge ago.
  const settled = await client.query(
    `UPDATE import SET status = 'successful', finished_at = clock_timestamp(),
       rows_new = $3, rows_changed = $4, rows_unchanged = $5, rows_gone = $6, rows_erased = rows_erased + $7
     WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING cancel_requested`,
    [id, epoch, merged.added, merged.changed, merged.unchanged, merged.gone, merged.erased],
  );
  if (settled.rowCount !== 1) throw new Superseded();
  if (settled.rows[0].cancel_requested) throw new CancelRequested();
  await inviteAllRefreshes(client);
}

async function mergeAndSettle(job: Import, table: string, plan: Plan): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { sourceId, mode } = job;
    await addFields(client, plan.columns);
    await settle(client, { job, plan, merged: await mergeRecords(client, { sourceId, table, mode }) });
  });
}

/** The file of an import that is over has no further use, and it is personal data. */
async function dropUpload(job: Import): Promise<void> {
  if (job.uploadId) await prisma().upload.deleteMany({ where: { id: job.uploadId } });
}

async function dropStaged(job: Import, error?: unknown): Promise<void> {
  // What an earlier claim staged is another worker's by now, where this one was superseded.
  const isOurs = job.stagedEpoch !== null && !(error instanceof Superseded);
  const epochs = isOurs ? [job.epoch, job.stagedEpoch] : [job.epoch];
  const tables = epochs
    .filter((epoch) => epoch !== null)
    .flatMap((epoch) => [stagingTable({ id: job.id, epoch }), stagedLines({ id: job.id, epoch })]);
  await pool().query(`DROP TABLE IF EXISTS ${tables.join(", ")}`);
}

function leaveAfter(job: Import, error: unknown): Promise<boolean> {
  if (error instanceof CancelRequested) return leaveImport(job, "canceled");
  if (error instanceof CsvRefusal)
    return leaveImport(job, "failed", { code: error.code, params: error.params });
  if (error instanceof ErasedUnknown) return leaveImport(job, "failed", { code: error.code, params: {} });
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
  const isOurs = [CancelRequested, CsvRefusal, ErasedUnknown].some((kind) => error instanceof kind);
  if (isOurs || job.epoch >= MAX_ATTEMPTS) await dropUpload(job);
  if (!isOurs) throw error;
}

/** Reads, compares and merges what is not done yet; answers whether the import now waits for somebody. */
async function advance(job: Import, plan: Plan): Promise<"merged" | "waits"> {
  let staged = await findStaged(job);
  // Said before a gigabyte is read; whoever lets people in asks again.
  await erasedPads(pool());
  if (!staged) {
    const ahead = mayMergeAhead(job)
      ? mergeAhead(job, plan.columns, (client, merged) => settle(client, { job, plan, merged }))
      : null;
    const read = await stageFile(job, plan, ahead);
    if (read.isMerged) return "merged";
    staged = { table: stagingTable(job), records: read.records };
    if (asksFirst(job, read)) {
      const { sourceId, mode } = job;
      const table = staged.table;
      await leaveForReview(
        job,
        await whileRenewing(job, () => countChanges(pool(), { sourceId, table, mode })),
      );
      return "waits";
    }
  }
  const { table, records } = staged;
  await whileRenewing(job, () => whileLoadingProfiles(records, () => mergeAndSettle(job, table, plan)));
  return "merged";
}

/**
 * Runs one import from its upload to the unified profiles; memory does not grow with the file. One that has to be
 * looked at first stops before the merge, and goes on once it is confirmed. A refused, failed or canceled import
 * changes nothing; one whose worker died is done again from its upload by the next worker.
 */
export async function runImport(importId: string): Promise<void> {
  const job = await claimImport(importId);
  if (!job) return;
  const plan = { keyColumn: job.keyColumn, columns: sourceColumnSchema.array().parse(job.columns) };
  try {
    if ((await advance(job, plan)) === "waits") return;
  } catch (error) {
    await dropStaged(job, error);
    return await settleFailure(job, error);
  }
  await dropStaged(job);
  await dropUpload(job);
  logger.debug({ importId, sourceId: job.sourceId }, "an import is done");
}
