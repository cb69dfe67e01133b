import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { readClock } from "./clock";
import { nextInstants } from "./instants";
import type { Recurrence } from "./schema";
import { SYSTEM_SCHEDULE_ID } from "./system-schedule";

const PREVIEWED = 5;
const MOST_LISTED = 50;

/** The next instants of a recurrence, whether it is saved or still being written. */
export async function previewSchedule(
  actor: Actor,
  { recurrence }: { recurrence: Recurrence },
): Promise<Result<{ instants: string[] }>> {
  requirePermission(actor, "system:read");
  const instants = nextInstants(recurrence, await readClock(), PREVIEWED);
  return accepted({ instants: instants.map((at) => at.toISOString()) });
}

/** The newest instants of a schedule that came and went without it; the system's where no export is named. */
export async function listMissed(actor: Actor, of: { exportId?: string } = {}) {
  requirePermission(actor, of.exportId ? "export:read" : "system:read");
  const schedule = of.exportId ? { exportId: of.exportId } : { id: SYSTEM_SCHEDULE_ID };
  const where = { schedule, state: "missed" as const };
  const rows = await prisma().scheduleTick.findMany({
    where,
    orderBy: { instant: "desc" },
    take: MOST_LISTED,
  });
  const total = await prisma().scheduleTick.count({ where });
  return {
    total,
    rows: rows.map(({ instant, noticedAt }) => ({
      instant: instant.toISOString(),
      noticedAt: noticedAt.toISOString(),
    })),
  };
}
export type Missed = Awaited<ReturnType<typeof listMissed>>;
