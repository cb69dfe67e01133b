import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { isManyGone, percentGone } from "./brake-import";

/**
 * Lets an import that waits for a decision go on. Refuses a replacement that takes away more than a fifth of the
 * source's customers unless `agreedGone` is their exact number.
 */
export async function confirmImport(
  actor: Actor,
  input: { importId: string; agreedGone?: number },
): Promise<Result<null>> {
  requirePermission(actor, "source:write");
  return prisma().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM import WHERE id = ${input.importId}::uuid FOR UPDATE`;
    const job = await tx.import.findUnique({ where: { id: input.importId } });
    if (!job) throw new NotFound("import", input.importId);
    if (job.status !== "review") return refused("import_decided");
    const counts = { gone: job.rowsGone, kept: job.rowsChanged + job.rowsUnchanged };
    if (isManyGone(counts) && input.agreedGone !== counts.gone)
      return refused("replace_drops_many", { gone: counts.gone, percent: percentGone(counts) });
    await tx.import.update({ where: { id: job.id }, data: { status: "queued", confirmedAt: new Date() } });
    await enqueue(tx, "source.import", { importId: job.id }, { key: job.id });
    await recordAudit(tx, actor, {
      action: "source.confirm_import",
      objectType: "import",
      objectId: job.id,
      details: { new: job.rowsNew, changed: job.rowsChanged, gone: job.rowsGone, left_out: job.rowsBad },
    });
    return accepted(null);
  });
}
