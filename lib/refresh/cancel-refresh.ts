import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { stopRunning } from "./stop-running";

/**
 * Cancels the refresh that is under way: what waits does not begin, and what was begun for it is asked to stop. What
 * others began goes on. Refuses `refresh_over`.
 */
export async function cancelRefresh(actor: Actor, input: { refreshId: string }): Promise<Result<null>> {
  requirePermission(actor, "refresh:run");
  const { refreshId } = input;
  const now = new Date();
  const result = await prisma().$transaction(async (tx) => {
    const { count } = await tx.refresh.updateMany({
      where: { id: refreshId, finishedAt: null },
      data: { cancelRequestedAt: now, canceledById: actor.kind === "user" ? actor.id : null },
    });
    if (count === 0) return refused("refresh_over");
    await tx.refreshTask.updateMany({
      where: { refreshId, OR: [{ state: "waiting" }, { state: "running", isOwn: false }] },
      data: { state: "canceled", finishedAt: now },
    });
    await enqueue(tx, "refresh.advance", { refreshId }, { key: refreshId });
    await recordAudit(tx, actor, { action: "refresh.cancel", objectType: "refresh", objectId: refreshId });
    return accepted(null);
  });
  if (result.ok) await stopRunning(refreshId);
  return result;
}
