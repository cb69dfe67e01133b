import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { findDatabase } from "./find-database";

/**
 * Asks for a source to be read from its database, by a person or by the schedule; the work is a worker's. Refuses a
 * source that is being read already.
 */
export async function refreshSource(
  actor: Actor,
  input: { sourceId: string },
): Promise<Result<{ importId: string }>> {
  requirePermission(actor, "source:write");
  return prisma().$transaction(async (tx) => {
    // Of two who ask at once the second waits here, and then finds the first one's.
    await tx.$queryRaw`SELECT 1 FROM source WHERE id = ${input.sourceId}::uuid FOR UPDATE`;
    const { sourceId, source } = await findDatabase(tx, input.sourceId);
    const active = await tx.import.count({ where: { sourceId, status: { in: ["queued", "running"] } } });
    if (active > 0) return refused("refresh_under_way");
    const { id: importId } = await tx.import.create({
      data: {
        sourceId,
        fileName: source.name,
        format: {},
        keyColumn: source.keyColumn,
        columns: source.columns ?? [],
        totalBytes: 0,
        createdById: actor.kind === "user" ? actor.id : null,
      },
    });
    await enqueue(tx, "source.import", { importId }, { key: importId });
    await recordAudit(tx, actor, {
      action: "source.refresh",
      objectType: "source",
      objectId: sourceId,
      details: { importId },
    });
    return accepted({ importId });
  });
}
