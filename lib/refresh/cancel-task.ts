import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";

/** Takes a task that waits out of its refresh; what needs it is skipped. Refuses `task_begun`. */
export async function cancelTask(actor: Actor, input: { taskId: string }): Promise<Result<null>> {
  requirePermission(actor, "refresh:run");
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.refreshTask.updateMany({
      where: { id: input.taskId, state: "waiting" },
      data: { state: "canceled", finishedAt: new Date() },
    });
    if (count === 0) return refused("task_begun");
    await recordAudit(tx, actor, {
      action: "refresh.cancel_task",
      objectType: "refresh",
      objectId: input.taskId,
    });
    return accepted(null);
  });
}
