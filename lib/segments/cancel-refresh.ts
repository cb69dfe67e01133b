import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";

/**
 * Cancels what is being refreshed of a segment, and what waits. Its members stay as they were; a worker that is at it
 * has PostgreSQL stop within seconds. Refuses `segment_refresh_over`.
 */
export async function cancelSegmentRefresh(
  actor: Actor,
  input: { segmentId: string },
): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  const { segmentId } = input;
  return inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ status: string }>(
      `UPDATE segment_refresh SET cancel_requested_at = clock_timestamp(), canceled_by_id = $2,
         finished_at = CASE WHEN status = 'queued' THEN clock_timestamp() END, queued_key = NULL,
         status = CASE WHEN status = 'queued' THEN 'canceled' ELSE status END
       WHERE segment_id = $1 AND finished_at IS NULL RETURNING status`,
      [segmentId, actor.kind === "user" ? actor.id : null],
    );
    if (rows.length === 0) return refused("segment_refresh_over");
    // Whoever holds the segment refreshes it, and then says how that ended.
    if (rows.every(({ status }) => status === "canceled"))
      await client.query(
        `UPDATE segment SET refresh_status = 'canceled', updated_at = now() WHERE id IN (
           SELECT id FROM segment WHERE id = $1 AND refresh_status IN ('queued', 'refreshing') FOR UPDATE SKIP LOCKED)`,
        [segmentId],
      );
    await recordAuditSql(client, actor, {
      action: "segment.cancel_refresh",
      objectType: "segment",
      objectId: segmentId,
    });
    return accepted(null);
  });
}
