import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";

/** Asks for one segment to be refreshed; asking again while it waits changes nothing. */
export async function requestRefresh(actor: Actor, input: { segmentId: string }): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.segment.updateMany({
      where: { id: input.segmentId },
      data: { refreshStatus: "queued" },
    });
    if (count === 0) throw new NotFound("segment", input.segmentId);
    await enqueue(tx, "segment.refresh", { segmentId: input.segmentId }, { key: input.segmentId });
    return accepted(null);
  });
}
