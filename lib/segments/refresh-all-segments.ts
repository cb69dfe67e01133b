import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";

/** Asks for every segment to be refreshed; the work is the workers'. */
export async function refreshAllSegments(actor: Actor): Promise<Result<{ segments: number }>> {
  requirePermission(actor, "segment:write");
  return prisma().$transaction(async (tx) => {
    const segments = await tx.segment.findMany({ select: { id: true } });
    await tx.segment.updateMany({
      where: { refreshStatus: { not: "refreshing" } },
      data: { refreshStatus: "queued" },
    });
    for (const { id } of segments) await enqueue(tx, "segment.refresh", { segmentId: id }, { key: id });
    return accepted({ segments: segments.length });
  });
}
