import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { activeStatuses } from "./transitions";

/**
 * Stops what runs for exports or a connection that go, as part of the caller's transaction: once it is committed no
 * fence lets anything through, and the sweep ends the runs. Somebody who cancels one run does so by `cancelRun`.
 */
export async function stopRunsOf(
  tx: Tx,
  actor: Actor,
  of: { exportIds: string[] } | { connectionId: string },
): Promise<void> {
  const where = "exportIds" in of ? { exportId: { in: of.exportIds } } : of;
  await tx.run.updateMany({
    where: { ...where, status: { in: [...activeStatuses] }, cancelRequestedAt: null },
    data: { cancelRequestedAt: new Date(), canceledById: actor.kind === "user" ? actor.id : null },
  });
}
