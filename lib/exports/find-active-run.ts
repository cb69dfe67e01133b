import type { Tx } from "@/lib/db";
import { activeStatuses } from "@/lib/runs/transitions";

/** The run of an export that has not ended; null when there is none. */
export async function findActiveRun(tx: Tx, exportId: string): Promise<{ id: string } | null> {
  return tx.run.findFirst({
    where: { exportId, status: { in: [...activeStatuses] } },
    orderBy: { createdAt: "desc" },
    select: { id: true },
  });
}
