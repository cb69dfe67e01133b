import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { lockExport } from "@/lib/exports/find-export";
import type { SegmentInExportInput } from "../schema";

/**
 * Takes a segment out of an export, from those it sends or from those it excludes. Whoever may edit the export may.
 * Refuses the last one it sends.
 */
export async function takeOutOfExport(actor: Actor, input: SegmentInExportInput): Promise<Result<null>> {
  const { segmentId, exportId } = input;
  return prisma().$transaction(async (tx) => {
    const found = await lockExport(tx, actor, exportId, "export:write");
    const there = found.segments.find((one) => one.segmentId === segmentId.toLowerCase());
    if (!there) return accepted(null);
    const included = found.segments.filter(({ role }) => role === "include");
    if (there.role === "include" && included.length === 1)
      return refused("last_segment", { export: found.name });
    await tx.exportSegment.delete({ where: { exportId_segmentId: { exportId, segmentId } } });
    const updatedById = actor.kind === "user" ? actor.id : null;
    await tx.export.update({ where: { id: exportId }, data: { updatedById } });
    await recordAudit(tx, actor, {
      action: "export.take_out_segment",
      objectType: "export",
      objectId: exportId,
      details: { segmentId, segments: found.segments.length - 1 },
    });
    return accepted(null);
  });
}
