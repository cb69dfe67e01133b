import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { lockExport } from "@/lib/exports/find-export";
import { MAX_SEGMENTS } from "@/lib/exports/schema";
import type { SegmentInExportInput } from "../schema";

/**
 * Adds a segment to those an export sends, from its next run on. Whoever may edit the export may. Refuses one that the
 * export excludes, and more segments than an export may have.
 */
export async function addToExport(actor: Actor, input: SegmentInExportInput): Promise<Result<null>> {
  const { segmentId, exportId } = input;
  return prisma().$transaction(async (tx) => {
    const found = await lockExport(tx, actor, exportId, "export:write");
    await tx.$queryRaw`SELECT 1 FROM segment WHERE id = ${segmentId}::uuid FOR KEY SHARE`;
    if ((await tx.segment.count({ where: { id: segmentId } })) === 0)
      throw new NotFound("segment", segmentId);
    const there = found.segments.find((one) => one.segmentId === segmentId.toLowerCase());
    if (there?.role === "include") return accepted(null);
    if (there) return refused("segment_excluded_there", { export: found.name });
    const included = found.segments.filter(({ role }) => role === "include");
    if (included.length >= MAX_SEGMENTS) return refused("too_many_segments", { limit: MAX_SEGMENTS });
    const position = Math.max(-1, ...included.map((one) => one.position)) + 1;
    await tx.exportSegment.create({ data: { exportId, segmentId, role: "include", position } });
    const updatedById = actor.kind === "user" ? actor.id : null;
    await tx.export.update({ where: { id: exportId }, data: { updatedById } });
    await recordAudit(tx, actor, {
      action: "export.add_segment",
      objectType: "export",
      objectId: exportId,
      details: { segmentId, segments: included.length + 1 },
    });
    return accepted(null);
  });
}
