import type { Import } from "@/generated/prisma/client";
import { type Tx, pool, prisma } from "@/lib/db";
import { raiseIncident } from "@/lib/notifications/incidents";
import type { MergeCounts } from "./merge-records";

/** Seconds without a sign of life after which another worker may take an import over. */
export const LEASE_SECONDS = 30;
const RENEW_EVERY_MS = 5_000;

/** Another worker holds the import now; whatever this one does must change nothing. */
export class Superseded extends Error {}
/** A person asked for the import to stop. */
export class CancelRequested extends Error {}

/** Takes a waiting import, or one whose worker gave no sign of life; null when there is nothing to take. */
export async function claimImport(importId: string): Promise<Import | null> {
  const { rowCount } = await pool().query(
    `UPDATE import SET status = 'running', epoch = epoch + 1, heartbeat_at = now(),
       started_at = coalesce(started_at, now()),
       staged_at = CASE WHEN confirmed_at IS NULL THEN NULL ELSE staged_at END
     WHERE id = $1 AND (status = 'queued'
       OR (status = 'running' AND heartbeat_at < now() - make_interval(secs => $2)))`,
    [importId, LEASE_SECONDS],
  );
  return rowCount === 1 ? prisma().import.findUnique({ where: { id: importId } }) : null;
}

/** Writes progress as the holder of the claim. Throws Superseded or CancelRequested when it is time to stop. */
export async function reportProgress(
  job: Import,
  progress: { readBytes: number; rows: number; bad: number; expected?: number | null },
): Promise<void> {
  const { readBytes, rows: read, bad, expected = null } = progress;
  const { rows } = await pool().query<{ cancel_requested: boolean }>(
    `UPDATE import SET read_bytes = $3, rows_read = $4, rows_bad = $5, rows_expected = $6, heartbeat_at = now()
     WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING cancel_requested`,
    [job.id, job.epoch, readBytes, read, bad, expected],
  );
  if (!rows[0]) throw new Superseded();
  if (rows[0].cancel_requested) throw new CancelRequested();
}

/** Notes, as the holder of the claim, that the file is read and its staging table complete. */
export async function noteStaged(
  job: Import,
  staged: { bad: number; erased: number; reasons: object[] },
): Promise<void> {
  const { rowCount } = await pool().query(
    `UPDATE import SET rows_bad = $3, bad_reasons = $4, rows_erased = $5, staged_epoch = epoch, staged_at = clock_timestamp(),
       heartbeat_at = now()
     WHERE id = $1 AND epoch = $2 AND status = 'running'`,
    [job.id, job.epoch, staged.bad, JSON.stringify(staged.reasons), staged.erased],
  );
  if (rowCount !== 1) throw new Superseded();
}

/** Leaves a staged import to somebody's decision. Throws Superseded or CancelRequested. */
export async function leaveForReview(job: Import, changes: MergeCounts): Promise<void> {
  const { rows } = await pool().query<{ cancel_requested: boolean }>(
    `UPDATE import SET status = CASE WHEN cancel_requested THEN status ELSE 'review' END,
       rows_new = $3, rows_changed = $4, rows_unchanged = $5, rows_gone = $6
     WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING cancel_requested`,
    [job.id, job.epoch, changes.added, changes.changed, changes.unchanged, changes.gone],
  );
  if (!rows[0]) throw new Superseded();
  if (rows[0].cancel_requested) throw new CancelRequested();
}

/** Renews the claim while `work` runs, for steps that report no progress of their own. */
export async function whileRenewing<T>(job: Import, work: () => Promise<T>): Promise<T> {
  const renew = () =>
    pool()
      .query("UPDATE import SET heartbeat_at = now() WHERE id = $1 AND epoch = $2", [job.id, job.epoch])
      .catch(() => undefined); // a missed renewal is what the lease is for
  const timer = setInterval(renew, RENEW_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** What people are told of when the reading of a source's database fails for good; who uploads a file sees it fail. */
export const sourceFailure = (sourceId: string) =>
  ({ kind: "source_failed", objectType: "source", objectId: sourceId }) as const;

async function isRead(tx: Tx, sourceId: string): Promise<boolean> {
  return (await tx.sourceDatabase.count({ where: { sourceId } })) > 0;
}

/** Moves a claimed import on, unless another worker holds it by now. Returns whether it moved. */
export async function leaveImport(
  job: Import,
  status: "queued" | "failed" | "canceled",
  problem?: { code: string; params: Record<string, string | number> },
): Promise<boolean> {
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.import.updateMany({
      where: { id: job.id, epoch: job.epoch, status: "running" },
      data: {
        status,
        finishedAt: status === "queued" ? null : new Date(),
        problemCode: problem?.code ?? null,
        problemParams: problem?.params ?? {},
      },
    });
    if (count === 1 && status === "failed" && (await isRead(tx, job.sourceId)))
      await raiseIncident(tx, { ...sourceFailure(job.sourceId), params: { importId: job.id } });
    return count === 1;
  });
}
