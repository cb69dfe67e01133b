import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { lockExports } from "./find-export";

/** Puts exports on the schedule or takes them off, all or none. A run in progress goes on. */
export async function setSchedule(
  actor: Actor,
  input: { exportIds: string[]; isScheduled: boolean },
): Promise<Result<{ exports: number }>> {
  const { isScheduled } = input;
  return prisma().$transaction(async (tx) => {
    const found = await lockExports(tx, actor, [...new Set(input.exportIds)], "export:write");
    const exportIds = found.map(({ id }) => id);
    const updatedById = actor.kind === "user" ? actor.id : null;
    await tx.export.updateMany({ where: { id: { in: exportIds } }, data: { isScheduled, updatedById } });
    for (const id of exportIds)
      await recordAudit(tx, actor, {
        action: "export.schedule",
        objectType: "export",
        objectId: id,
        details: { isScheduled },
      });
    return accepted({ exports: exportIds.length });
  });
}
