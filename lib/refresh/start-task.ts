import type { RefreshTask } from "@/generated/prisma/client";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, prisma, rawOf } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { logger } from "@/lib/logger";
import { startDueRun } from "@/lib/runs/start-due-run";
import { askRefresh, isRefreshed } from "@/lib/segments/ask-refresh";
import { startSourceRefresh } from "@/lib/sources/database/refresh-source";
import { findHindrance } from "./follow-tasks";

/** Errors nobody foresaw, one after the other, after which a task has failed. */
const MOST_FAILURES = 5;

const ferry: Actor = { kind: "system", job: "refresh" };

/** What was begun for a task, or why nothing was. */
type Begun =
  | { importId: string; isOwn: boolean }
  | { segmentRefreshId: string; isOwn: boolean }
  | { runId: string; isOwn: boolean }
  | { skippedFor: string }
  | { isOwn: boolean };

async function beginSource(tx: Tx, sourceId: string): Promise<Begun> {
  const { importId, isNew } = await startSourceRefresh(tx, ferry, sourceId);
  return { importId, isOwn: isNew };
}

/** A refresh since the whole began, after which nothing has changed: whatever changes people asks for one. */
async function findFresh(tx: Tx, { refreshId, objectId }: RefreshTask): Promise<Begun | null> {
  const [fresh] = await tx.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM segment_refresh s JOIN segment g ON g.id = s.segment_id AND g.refresh_status = 'ready'
    WHERE s.segment_id = ${objectId}::uuid AND s.status = 'successful'
      AND s.started_at >= (SELECT created_at FROM refresh WHERE id = ${refreshId}::uuid)
    ORDER BY s.asked_at DESC LIMIT 1`;
  return fresh ? { segmentRefreshId: fresh.id, isOwn: false } : null;
}

async function beginSegment(tx: Tx, task: RefreshTask): Promise<Begun | null> {
  const segmentId = task.objectId ?? "";
  // Whoever holds it refreshes or edits it. Waiting for that could take minutes; it is looked at again.
  const [free] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM segment WHERE id = ${segmentId}::uuid FOR NO KEY UPDATE SKIP LOCKED`;
  const segment = await tx.segment.findUnique({ where: { id: segmentId } });
  if (!segment) return { skippedFor: "task_object_gone" };
  if (!free) return null;
  if (!isRefreshed(segment)) return { skippedFor: "segment_not_refreshed_now" };
  const fresh = await findFresh(tx, task);
  if (fresh) return fresh;
  const { segmentRefreshId, isNew } = await askRefresh(tx, ferry, { segmentId, reason: "system_refresh" });
  return { segmentRefreshId, isOwn: isNew };
}

async function beginExport(tx: Tx, task: RefreshTask): Promise<Begun> {
  const hindrance = await findHindrance(rawOf(tx), task);
  const exportId = task.objectId ?? "";
  const run = await startDueRun(tx, { exportId, reason: "system_refresh", hindrance });
  return run ? { runId: run.runId, isOwn: run.isNew } : { skippedFor: "export_not_scheduled" };
}

async function begin(tx: Tx, task: RefreshTask): Promise<Begun | null> {
  const objectId = task.objectId ?? "";
  switch (task.kind) {
    case "source":
      return beginSource(tx, objectId);
    case "segment":
      return beginSegment(tx, task);
    case "export":
      return beginExport(tx, task);
    case "unification":
      return { isOwn: false };
  }
}

/** A task of a refresh that nobody canceled, which still waits and which nobody else begins at this moment. */
async function lockWaiting(tx: Tx, taskId: string): Promise<RefreshTask | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM refresh_task t JOIN refresh r ON r.id = t.refresh_id
    WHERE t.id = ${taskId}::uuid AND t.state = 'waiting' AND r.cancel_requested_at IS NULL
    FOR UPDATE OF t SKIP LOCKED FOR SHARE OF r`;
  return rows[0] ? tx.refreshTask.findUnique({ where: { id: taskId } }) : null;
}

async function noteFailure(taskId: string, error: unknown): Promise<void> {
  const isGone = error instanceof NotFound;
  if (!isGone) logger.error({ err: error, taskId }, "a task of a refresh could not begin");
  await prisma().$executeRaw`
    UPDATE refresh_task SET failures = failures + 1,
      state = CASE WHEN ${isGone} THEN 'skipped' WHEN failures + 1 >= ${MOST_FAILURES} THEN 'failed' ELSE 'waiting' END::"RefreshTaskState",
      problem_code = CASE WHEN ${isGone} THEN 'task_object_gone' ELSE 'task_unforeseen' END,
      finished_at = CASE WHEN ${isGone} OR failures + 1 >= ${MOST_FAILURES} THEN clock_timestamp() END
    WHERE id = ${taskId}::uuid AND state = 'waiting'`;
}

/**
 * Begins the work of a task whose turn has come, or finds it under way; of several workers one does. Answers whether the
 * task moved on.
 */
export async function startTask(taskId: string): Promise<boolean> {
  try {
    return await prisma().$transaction(
      async (tx) => {
        const task = await lockWaiting(tx, taskId);
        const begun = task && (await begin(tx, task));
        if (!begun) return false;
        const now = new Date();
        await tx.refreshTask.update({
          where: { id: taskId },
          data:
            "skippedFor" in begun
              ? { state: "skipped", problemCode: begun.skippedFor, finishedAt: now }
              : { ...begun, state: "running", problemCode: null, startedAt: now },
        });
        return true;
      },
      { timeout: 30_000 },
    );
  } catch (error) {
    await noteFailure(taskId, error);
    return false;
  }
}
