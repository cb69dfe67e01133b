import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { readSegmentGraph, refreshOrder } from "./references";

/** The inactive segments that a segment's rules ask about, directly or not: they count as they were last refreshed. */
export async function listInactiveUses(actor: Actor, { segmentId }: { segmentId: string }) {
  requirePermission(actor, "segment:read");
  const used = refreshOrder(await readSegmentGraph(pool()), segmentId).filter((id) => id !== segmentId);
  const rows = await prisma().segment.findMany({
    where: { id: { in: used }, isActive: false },
    orderBy: { name: "asc" },
    select: { id: true, name: true, refreshedAt: true },
  });
  return rows.map((row) => ({ ...row, refreshedAt: row.refreshedAt?.toISOString() ?? null }));
}
export type InactiveUse = Awaited<ReturnType<typeof listInactiveUses>>[number];
