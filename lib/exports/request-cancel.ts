import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { activeStatuses } from "@/lib/runs/transitions";

/** Asks the runs of these exports, or of this connection, to stop: nothing more is sent once this is committed. */
export async function requestCancel(
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
