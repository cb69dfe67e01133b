import type { Prisma, Segment } from "@/generated/prisma/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { type Refused, refused } from "@/lib/errors";
import { askRefresh, isMoving, isRefreshed } from "./ask-refresh";
import type { SegmentChange } from "./history/changes";
import { recordRevision } from "./history/record-revision";

interface Revised {
  change: SegmentChange;
  data: Prisma.SegmentUpdateInput;
  /** Whether the change decides anew who is in the segment. */
  refreshes: boolean;
  restoredFrom?: number;
}

/**
 * Writes a change of a locked segment with its revision and its audit row. A refresh that is under way counts for
 * nothing then, so it is asked for again.
 */
export async function reviseSegment(
  tx: Tx,
  actor: Actor,
  before: Segment,
  { change, data, refreshes, restoredFrom }: Revised,
): Promise<Segment> {
  const segment = await tx.segment.update({
    where: { id: before.id },
    data: { ...data, revision: { increment: 1 } },
  });
  await recordRevision(tx, actor, { segmentId: segment.id, change, restoredFrom });
  await recordAudit(tx, actor, {
    action: `segment.${change}`,
    objectType: "segment",
    objectId: segment.id,
    details: { revision: segment.revision, ...(restoredFrom !== undefined && { restoredFrom }) },
  });
  if (isRefreshed(segment) && (refreshes || isMoving(before)))
    await askRefresh(tx, actor, { segmentId: segment.id, reason: "edit" });
  return segment;
}

/**
 * Why an edit that began with `revision` cannot be saved: somebody has changed the segment since. Told with the newest
 * revision, which the person may then save over knowingly. Null where nothing is in the way.
 */
export async function changedMeanwhile(
  tx: Tx,
  { id, revision }: Segment,
  begunWith: number | undefined,
): Promise<Refused | null> {
  if (begunWith === undefined || begunWith === revision) return null;
  const last = await tx.segmentRevision.findUnique({
    where: { segmentId_revision: { segmentId: id, revision } },
    select: { createdBy: { select: { name: true } } },
  });
  return refused("segment_changed", { by: last?.createdBy?.name ?? "Ferry", revision });
}
