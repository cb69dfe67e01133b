import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { resultSchema } from "../counts";

/** As many runs as charts show. */
const CHARTED_RUNS = 30;

/** What the newest runs of an export came to, oldest first; of those only that were planned and whose books are closed. */
export async function listRunFigures(actor: Actor, { exportId }: { exportId: string }) {
  requirePermission(actor, "export:read");
  const rows = await prisma().run.findMany({
    where: { exportId, settledAt: { not: null }, plannedAt: { not: null }, startedAt: { not: null } },
    orderBy: { number: "desc" },
    take: CHARTED_RUNS,
    select: { id: true, number: true, createdAt: true, startedAt: true, finishedAt: true, result: true },
  });
  return rows.reverse().map(({ id, number, createdAt, startedAt, finishedAt, result }) => {
    const { members, outcomes } = resultSchema.parse(result);
    const { added, changed, rejected, removed } = outcomes;
    const tookMs = startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : 0;
    return {
      id,
      number: Number(number),
      at: createdAt.toISOString(),
      members,
      sent: added + changed,
      added,
      removed,
      rejected,
      seconds: Math.max(0, Math.round(tookMs / 1000)),
    };
  });
}
export type RunFigures = Awaited<ReturnType<typeof listRunFigures>>[number];
