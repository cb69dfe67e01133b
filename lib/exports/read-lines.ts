import type { ConnectionAccess, RunStatus } from "@/generated/prisma/enums";
import { pool } from "@/lib/db";
import { activeStatuses } from "@/lib/runs/transitions";

type OfConnection =
  | { connection_id: string; connection_name: string; access: ConnectionAccess }
  | { connection_id: null };
type OfRun = { run_id: string; run_status: RunStatus; run_at: Date } | { run_id: null };

/** An export with the newest of its runs. */
export type LineRow = OfConnection &
  OfRun & {
    id: string;
    name: string;
    destination: string;
    list_name: string;
    is_scheduled: boolean;
    /** Of a schedule of its own; null where it has none. */
    recurrence: unknown;
    next_run_at: Date | null;
    system_run_at: Date | null;
    is_chosen: boolean;
    created_by_id: string | null;
    updated_at: Date;
    updated_by: string | null;
    refreshed_at: Date | null;
    active_run_id: string | null;
  };

// An export that has left the system schedule does not read as skipped because of that one.
// Runs are found one export at a time by their index; only the active ones, which hold a list, all at once.
const sql = `
  SELECT e.id, e.name, e.destination, e.list_name, e.is_scheduled, e.created_by_id, e.updated_at,
    u.name AS updated_by, c.id AS connection_id, c.name AS connection_name, c.access,
    EXISTS (SELECT 1 FROM connection_user s WHERE s.connection_id = c.id AND s.user_id = $1::uuid) AS is_chosen,
    newest.id AS run_id, newest.status AS run_status, newest.at AS run_at,
    fresh.finished_at AS refreshed_at, active.id AS active_run_id,
    own.recurrence, own.next_run_at, system.next_run_at AS system_run_at
  FROM export e
  LEFT JOIN schedule own ON own.export_id = e.id
  LEFT JOIN schedule system ON system.export_id IS NULL
  LEFT JOIN connection c ON c.id = e.connection_id
  LEFT JOIN "user" u ON u.id = e.updated_by_id
  LEFT JOIN LATERAL (
    SELECT r.id, r.status, coalesce(r.finished_at, r.started_at, r.created_at) AS at FROM run r
    WHERE r.export_id = e.id AND (r.status <> 'skipped' OR r.reason <> 'system_refresh'
      OR (e.is_scheduled AND own.export_id IS NULL))
    ORDER BY r.created_at DESC, r.number DESC LIMIT 1) newest ON true
  LEFT JOIN LATERAL (
    SELECT r.finished_at FROM run r
    WHERE r.export_id = e.id AND r.mode IN ('changes', 'full') AND r.status IN ('successful', 'completed_with_warnings')
    ORDER BY r.created_at DESC, r.number DESC LIMIT 1) fresh ON true
  LEFT JOIN (
    SELECT DISTINCT ON (r.export_id) r.export_id, r.id FROM run_data.open_list o JOIN run r ON r.id = o.run_id
    WHERE r.status = ANY ($2::"RunStatus"[])
    ORDER BY r.export_id, r.created_at DESC, r.number DESC) active ON active.export_id = e.id
  WHERE e.removed_at IS NULL AND ($3::uuid IS NULL OR e.id = $3::uuid)
  ORDER BY e.name, e.id`;

/** The exports that were not removed, or one of them. `is_chosen` is said of the user. */
export async function readLines(userId: string | null, exportId: string | null = null): Promise<LineRow[]> {
  const { rows } = await pool().query<LineRow>(sql, [userId, activeStatuses, exportId]);
  return rows;
}
