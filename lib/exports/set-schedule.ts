import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { putOwnSchedule, readOwnSchedule } from "@/lib/schedule/own-schedule";
import { lockExports } from "./find-export";
import type { SetScheduleInput } from "./schema";

/**
 * Lets exports run by themselves or only on demand, all or none; with the schedule each has, or with a new one for all
 * of them. A run in progress goes on.
 */
export async function setSchedule(
  actor: Actor,
  { exportIds: ids, isScheduled, ownSchedule }: SetScheduleInput,
): Promise<Result<{ exports: number }>> {
  return prisma().$transaction(async (tx) => {
    const found = await lockExports(tx, actor, [...new Set(ids)], "export:write");
    const exportIds = found.map(({ id }) => id);
    const updatedById = actor.kind === "user" ? actor.id : null;
    await tx.export.updateMany({ where: { id: { in: exportIds } }, data: { isScheduled, updatedById } });
    for (const { id: exportId, connectionId } of found) {
      const recurrence = ownSchedule === undefined ? await readOwnSchedule(tx, exportId) : ownSchedule;
      await putOwnSchedule(tx, { exportId, isScheduled, connectionId }, recurrence);
      await recordAudit(tx, actor, {
        action: "export.schedule",
        objectType: "export",
        objectId: exportId,
        details: { isScheduled, schedule: recurrence ? `own: ${recurrence.every}` : "system" },
      });
    }
    return accepted({ exports: exportIds.length });
  });
}
