import type { Import } from "@/generated/prisma/client";
import { inSqlTransaction, pool } from "@/lib/db";
import { logger } from "@/lib/logger";
import { resolveIncident } from "@/lib/notifications/incidents";
import { ErasedUnknown, erasedPads } from "@/lib/privacy/tombstones";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";
import { forgetBadLines } from "../forget-bad-lines";
import {
  CancelRequested,
  Superseded,
  claimImport,
  leaveImport,
  noteStaged,
  reportProgress,
  sourceFailure,
  whileRenewing,
} from "../import-lease";
import { mergeImport } from "../merge-import";
import { stagingTable } from "../stage-rows";
import { keepKnown } from "./keep-known";
import { type PlannedReading, planReading } from "./plan-reading";
import { readDatabase } from "./read-database";
import { SourceRefusal } from "./source-refusal";
import { type ReadingProgress, type StagedReading, stageReading } from "./stage-reading";

const REPORT_EVERY_MS = 500;
/** Attempts before a refresh is given up: a fault of ours that strikes five times is not passing. */
const MAX_ATTEMPTS = 5;

/** Reports progress while `work` runs, and tells it to stop when it is canceled or another worker's: a query may be silent for long. */
async function whileReporting<T>(
  job: Import,
  progress: ReadingProgress,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const report = () =>
    reportProgress(job, {
      readBytes: progress.chars,
      rows: progress.rows,
      bad: progress.bad,
      expected: progress.expected,
    });
  const timer = setInterval(
    () =>
      void report().catch((error: unknown) => {
        if (error instanceof Superseded || error instanceof CancelRequested) stop.abort(error);
      }), // any other missed report is what the lease is for
    REPORT_EVERY_MS,
  );
  try {
    const result = await work(stop.signal);
    await report();
    return result;
  } finally {
    clearInterval(timer);
  }
}

const countsOf = (merged: Awaited<ReturnType<typeof mergeImport>>) => [
  merged.repeated,
  merged.added,
  merged.changed,
  merged.unchanged,
  merged.gone,
  merged.erased,
];

/** The merge, how far the source was read and the refresh's last word commit together, and only for the holder of the claim. */
async function mergeAndSettle(job: Import, plan: PlannedReading, staged: StagedReading): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { id: importId, sourceId } = job;
    const table = stagingTable(job);
    const isWhole = staged.reading !== "changes";
    await keepKnown(client, { table, sourceId, isWhole });
    const mode = isWhole ? "replace" : "upsert";
    const merged = await mergeImport(client, { importId, sourceId, table, columns: plan.columns, mode });
    const settled = await client.query(
      `UPDATE import SET status = 'successful', finished_at = now(), reading = $3, rows_bad = rows_bad + $4,
         rows_new = $5, rows_changed = $6, rows_unchanged = $7, rows_gone = $8, rows_erased = $9, bad_reasons = $10
       WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING cancel_requested`,
      [job.id, job.epoch, staged.reading, ...countsOf(merged), JSON.stringify(staged.reasons(merged))],
    );
    if (settled.rowCount !== 1) throw new Superseded();
    if (settled.rows[0].cancel_requested) throw new CancelRequested();
    await client.query(
      `UPDATE source_database SET cursor_value = $2, compared_at = CASE WHEN $3 THEN now() ELSE compared_at END
       WHERE source_id = $1`,
      [sourceId, staged.cursorValue, isWhole],
    );
    await resolveIncident(client, sourceFailure(sourceId));
    await inviteAllRefreshes(client);
  });
}

function leaveAfter(job: Import, error: unknown): Promise<boolean> {
  if (error instanceof CancelRequested) return leaveImport(job, "canceled");
  if (error instanceof SourceRefusal)
    return leaveImport(job, "failed", { code: error.code, params: error.params });
  if (error instanceof ErasedUnknown) return leaveImport(job, "failed", { code: error.code, params: {} });
  if (job.epoch >= MAX_ATTEMPTS)
    return leaveImport(job, "failed", { code: "refresh_gave_up", params: { attempts: job.epoch } });
  return leaveImport(job, "queued");
}

async function settleFailure(job: Import, error: unknown): Promise<void> {
  const hasLeft = !(error instanceof Superseded) && (await leaveAfter(job, error));
  const ids = { importId: job.id, epoch: job.epoch, err: error };
  if (!hasLeft) return logger.debug(ids, "a refresh is another worker's, or gone");
  if (error instanceof SourceRefusal || error instanceof ErasedUnknown)
    return logger.warn(ids, "a source could not be read");
  if (!(error instanceof CancelRequested)) throw error;
}

/**
 * Refreshes a source from its database, as of one moment there. Refused, failed or canceled it changes nothing; after
 * the death of its worker the next one begins anew.
 */
export async function runRefresh(importId: string): Promise<void> {
  const job = await claimImport(importId);
  if (!job) return;
  const progress: ReadingProgress = { rows: 0, expected: null, bad: 0, chars: 0 };
  try {
    await forgetBadLines(job);
    // Said before the database is asked; the merge asks again.
    await erasedPads(pool());
    const plan = await planReading(job, new Date());
    const staged = await whileReporting(job, progress, (signal) =>
      readDatabase(plan.address, { seconds: plan.seconds, signal }, (ask) =>
        stageReading({ job, ask, plan, progress }),
      ),
    );
    await noteStaged(job, {
      bad: progress.bad,
      erased: 0,
      reasons: staged.reasons({ repeated: 0, erased: 0 }),
    });
    await whileRenewing(job, () => mergeAndSettle(job, plan, staged));
  } catch (error) {
    return await settleFailure(job, error);
  } finally {
    await pool().query(`DROP TABLE IF EXISTS ${stagingTable(job)}`);
  }
  logger.debug({ importId, sourceId: job.sourceId }, "a refresh is done");
}
