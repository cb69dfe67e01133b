import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";

/** Removes a segment with its membership; the people stay. Refuses while an export uses it. */
export async function removeSegment(actor: Actor, input: { segmentId: string }): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  return prisma().$transaction(async (tx) => {
    // An export that is saved meanwhile waits for this lock, and then finds no segment.
    await tx.$queryRaw`SELECT 1 FROM segment WHERE id = ${input.segmentId}::uuid FOR UPDATE`;
    const users = await tx.export.findMany({
      where: { segments: { some: { segmentId: input.segmentId } } },
      orderBy: { name: "asc" },
      select: { name: true },
    });
    if (users.length > 0) return refused("segment_in_use", { exports: firstNames(users) });
    const { count } = await tx.segment.deleteMany({ where: { id: input.segmentId } });
    if (count === 0) throw new NotFound("segment", input.segmentId);
    await recordAudit(tx, actor, {
      action: "segment.remove",
      objectType: "segment",
      objectId: input.segmentId,
    });
    return accepted(null);
  });
}
