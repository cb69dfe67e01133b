import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";

/** Whether nothing may begin, since this is a copy nobody has confirmed: no schedule, no job, no run that waits. */
export async function schedulesPaused(): Promise<boolean> {
  const { rows } = await pool().query("SELECT 1 FROM installation WHERE paused_at IS NOT NULL");
  return rows.length > 0;
}

/** How many runs go on once the copy is confirmed. Null where nothing is paused. */
export async function findPause(actor: Actor): Promise<{ runs: number } | null> {
  requirePermission(actor, "installation:resume");
  if (!(await schedulesPaused())) return null;
  return { runs: await prisma().run.count({ where: { settledAt: null, status: { not: "held" } } }) };
}

/** Pauses until an administrator confirms; for copies that PostgreSQL cannot tell from what they were copied from. */
export async function pauseInstallation(actor: Actor): Promise<void> {
  requirePermission(actor, "installation:resume");
  await prisma().$transaction(async (tx) => {
    await tx.installation.update({ where: { id: 1 }, data: { pausedAt: new Date() } });
    await recordAudit(tx, actor, { action: "installation.pause", objectType: "installation" });
  });
}

/** Lets this copy work: schedules begin again, and what waits goes on. Refuses `not_paused`. */
export async function resumeInstallation(actor: Actor): Promise<Result<null>> {
  requirePermission(actor, "installation:resume");
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.installation.updateMany({
      where: { id: 1, pausedAt: { not: null } },
      data: { pausedAt: null },
    });
    if (count === 0) return refused("not_paused");
    await recordAudit(tx, actor, { action: "installation.resume", objectType: "installation" });
    return accepted(null);
  });
}
