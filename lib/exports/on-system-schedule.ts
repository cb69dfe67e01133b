import type { Tx } from "@/lib/db";

/** The exports that run with every refresh of the whole: those without a schedule of their own. Detached ones sleep. */
export async function exportsOnSystemSchedule(tx: Tx): Promise<{ id: string; name: string }[]> {
  return tx.export.findMany({
    where: { isScheduled: true, removedAt: null, connectionId: { not: null }, ownSchedule: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
}
