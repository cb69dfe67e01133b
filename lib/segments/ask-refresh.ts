import type { Segment } from "@/generated/prisma/client";
import type { SegmentRefreshReason } from "@/generated/prisma/enums";
import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";

/** Whether a refresh of the segment is still to come or under way. */
export function isMoving({ refreshStatus }: Pick<Segment, "refreshStatus">): boolean {
  return refreshStatus === "queued" || refreshStatus === "refreshing";
}

/** Whether a refresh decides who is in the segment. */
export function isRefreshed({ kind, isActive }: Pick<Segment, "kind" | "isActive">): boolean {
  return kind === "dynamic" && isActive;
}

interface Asked {
  segmentId: string;
  reason: SegmentRefreshReason;
}

/**
 * Asks for a segment to be refreshed; answers the refresh's id and whether it is a new one. Asking again while it waits
 * means the same one: it then says who asked by hand or with the system refresh, rather than what else was the reason.
 */
export async function askRefresh(
  tx: Tx,
  actor: Actor,
  { segmentId, reason }: Asked,
): Promise<{ segmentRefreshId: string; isNew: boolean }> {
  await tx.segment.update({
    where: { id: segmentId },
    data: { refreshStatus: "queued", askedAt: new Date() },
  });
  const askedById = actor.kind === "user" ? actor.id : null;
  const rows = await tx.$queryRaw<{ id: string; isNew: boolean }[]>`
    INSERT INTO segment_refresh AS r (id, segment_id, queued_key, reason, asked_by_id)
    VALUES (gen_random_uuid(), ${segmentId}::uuid, ${segmentId}::uuid, ${reason}::"SegmentRefreshReason", ${askedById}::uuid)
    ON CONFLICT (queued_key) DO UPDATE SET
      reason = CASE WHEN excluded.reason IN ('manual', 'system_refresh') THEN excluded.reason ELSE r.reason END,
      asked_by_id = CASE WHEN excluded.reason IN ('manual', 'system_refresh') THEN excluded.asked_by_id ELSE r.asked_by_id END
    RETURNING id, xmax = 0 AS "isNew"`;
  await enqueue(tx, "segment.refresh", { segmentId }, { key: segmentId });
  const [row] = rows;
  return { segmentRefreshId: row?.id ?? "", isNew: row?.isNew ?? false };
}
