import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { findDatabase } from "./find-database";

/**
 * Asks for a source to be read from its database, in the caller's transaction; the work is a worker's. Where it is being
 * read already, the answer is that reading (`isNew` false).
 */
export async function startSourceRefresh(
  tx: Tx,
  actor: Actor,
  wantedId: string,
): Promise<{ importId: string; isNew: boolean }> {
  // Of two who ask at once the second waits here, and then finds the first one's.
  await tx.$queryRaw`SELECT 1 FROM source WHERE id = ${wantedId}::uuid FOR UPDATE`;
  const { sourceId, source } = await findDatabase(tx, wantedId);
  const active = await tx.import.findFirst({ where: { sourceId, status: { in: ["queued", "running"] } } });
  if (active) return { importId: active.id, isNew: false };
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
  return { importId, isNew: true };
}

/** The same by a person. Refuses a source that is being read already. */
export async function refreshSource(
  actor: Actor,
  input: { sourceId: string },
): Promise<Result<{ importId: string }>> {
  requirePermission(actor, "source:write");
  return prisma().$transaction(async (tx) => {
    const { importId, isNew } = await startSourceRefresh(tx, actor, input.sourceId);
    return isNew ? accepted({ importId }) : refused("refresh_under_way");
  });
}
