import type { Actor } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import { cancelRun } from "@/lib/runs/cancel-run";
import { cancelSegmentRefresh } from "@/lib/segments/cancel-refresh";
import { cancelImport } from "@/lib/sources/cancel-import";

type Running = { import_id: string } | { segment_id: string } | { run_id: string };

// Only what nobody has asked to stop yet, so that each is asked once.
const sql = `
  SELECT i.id AS import_id, s.segment_id, n.id AS run_id
  FROM refresh r JOIN refresh_task t ON t.refresh_id = r.id
  LEFT JOIN import i ON i.id = t.import_id AND NOT i.cancel_requested
  LEFT JOIN segment_refresh s ON s.id = t.segment_refresh_id AND s.cancel_requested_at IS NULL
  LEFT JOIN run n ON n.id = t.run_id AND n.cancel_requested_at IS NULL
  WHERE r.id = $1 AND r.cancel_requested_at IS NOT NULL AND t.state = 'running' AND t.is_own
    AND num_nonnulls(i.id, s.id, n.id) > 0`;

/** Asks what a canceled refresh has begun to stop; whoever may cancel the whole may cancel that. */
export async function stopRunning(refreshId: string): Promise<void> {
  const ferry: Actor = { kind: "system", job: "refresh.cancel" };
  const { rows } = await pool().query<Running>(sql, [refreshId]);
  for (const running of rows) {
    // What has ended meanwhile is refused, and that is that.
    if ("import_id" in running && running.import_id)
      await cancelImport(ferry, { importId: running.import_id });
    else if ("segment_id" in running && running.segment_id)
      await cancelSegmentRefresh(ferry, { segmentId: running.segment_id });
    else if ("run_id" in running && running.run_id) await cancelRun(ferry, { runId: running.run_id });
  }
}
