import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { forgetIncidents } from "@/lib/notifications/incidents";
import { stopRunsOf } from "@/lib/runs/stop-runs-of";
import { lockExports } from "./find-export";

/** Removes exports that are locked. Their runs stay as history; their segments and names are free again. */
export async function removeRows(tx: Tx, actor: Actor, rows: { id: string }[]): Promise<void> {
  const exportIds = rows.map(({ id }) => id);
  const updatedById = actor.kind === "user" ? actor.id : null;
  await tx.export.updateMany({
    where: { id: { in: exportIds } },
    data: { removedAt: new Date(), nameKey: null, updatedById },
  });
  await tx.schedule.deleteMany({ where: { exportId: { in: exportIds } } });
  await tx.exportSegment.deleteMany({ where: { exportId: { in: exportIds } } });
  await stopRunsOf(tx, actor, { exportIds });
  await forgetIncidents(tx, { objectType: "export", objectIds: exportIds });
  for (const id of exportIds)
    await recordAudit(tx, actor, { action: "export.remove", objectType: "export", objectId: id });
}

/** Removes exports, all or none. The people they sent stay where they are. */
export async function removeExports(
  actor: Actor,
  input: { exportIds: string[] },
): Promise<Result<{ exports: number }>> {
  return prisma().$transaction(async (tx) => {
    const found = await lockExports(tx, actor, [...new Set(input.exportIds)], "export:write");
    await removeRows(tx, actor, found);
    return accepted({ exports: found.length });
  });
}
