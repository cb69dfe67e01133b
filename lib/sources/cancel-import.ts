import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";

/**
 * Asks a running import to stop, and ends at once one that waits for its worker or for a decision. Nothing of it is
 * kept; staged rows go with the next sweep.
 */
export async function cancelImport(actor: Actor, input: { importId: string }): Promise<Result<null>> {
  requirePermission(actor, "source:write");
  return prisma().$transaction(async (tx) => {
    const { count: waiting } = await tx.import.updateMany({
      where: { id: input.importId, status: { in: ["queued", "review"] } },
      data: { status: "canceled", cancelRequested: true, finishedAt: new Date() },
    });
    const { count: running } = await tx.import.updateMany({
      where: { id: input.importId, status: "running" },
      data: { cancelRequested: true },
    });
    if (waiting + running === 0) return refused("import_over");
    // A running import drops its file itself, as soon as it notices.
    if (waiting > 0) await tx.upload.deleteMany({ where: { imports: { some: { id: input.importId } } } });
    await recordAudit(tx, actor, {
      action: "source.cancel_import",
      objectType: "import",
      objectId: input.importId,
    });
    return accepted(null);
  });
}
