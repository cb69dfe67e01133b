import type { Segment } from "@/generated/prisma/client";
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

/** Asks for a segment to be refreshed; asking again while it waits changes nothing. */
export async function askRefresh(tx: Tx, segmentId: string): Promise<void> {
  await tx.segment.update({
    where: { id: segmentId },
    data: { refreshStatus: "queued", askedAt: new Date() },
  });
  await enqueue(tx, "segment.refresh", { segmentId }, { key: segmentId });
}
