import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted } from "@/lib/errors";

/** Removes a segment with its membership; the people stay. */
export async function removeSegment(actor: Actor, input: { segmentId: string }): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  return prisma().$transaction(async (tx) => {
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
