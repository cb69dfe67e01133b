import type { RefreshReason, RefreshStatus } from "@/generated/prisma/enums";
import { pool } from "@/lib/db";

interface Row {
  id: string;
  reason: RefreshReason;
  status: RefreshStatus;
  startedBy: string | null;
  canceledBy: string | null;
  isCanceled: boolean;
  createdAt: Date;
  finishedAt: Date | null;
  tasks: number;
  done: number;
  notDone: number;
}

const sql = `
  SELECT r.id, r.reason, r.status, r.created_at AS "createdAt", r.finished_at AS "finishedAt",
    r.cancel_requested_at IS NOT NULL AS "isCanceled",
    (SELECT name FROM "user" WHERE id = r.started_by_id) AS "startedBy",
    (SELECT name FROM "user" WHERE id = r.canceled_by_id) AS "canceledBy", c.*
  FROM (SELECT * FROM refresh ORDER BY created_at DESC LIMIT 1) r, LATERAL (
    SELECT count(*)::int AS tasks, count(*) FILTER (WHERE state NOT IN ('waiting', 'running'))::int AS done,
      count(*) FILTER (WHERE state IN ('failed', 'skipped', 'canceled'))::int AS "notDone"
    FROM refresh_task t WHERE t.refresh_id = r.id) c`;

/** The refresh of the whole that runs or ran last, and how far it is; null where there was none. */
export async function findLatestRefresh() {
  const [row] = (await pool().query<Row>(sql)).rows;
  if (!row) return null;
  const end = row.finishedAt ?? new Date();
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    seconds: Math.max(0, Math.round((end.getTime() - row.createdAt.getTime()) / 1000)),
  };
}
export type LatestRefresh = NonNullable<Awaited<ReturnType<typeof findLatestRefresh>>>;
