import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, asJson, prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { readClock } from "./clock";
import { nextInstant } from "./instants";
import { type SystemScheduleInput, systemRecurrenceSchema } from "./schema";

/** The one schedule that belongs to no export. */
export const SYSTEM_SCHEDULE_ID = "00000000-0000-7000-8000-000000000001";

const DEFAULT_CATCH_UP_MINUTES = 60;

const where = { id: SYSTEM_SCHEDULE_ID };

/** The system's schedule as it is set; one that nobody has set yet is off. */
export async function readSystemSchedule(tx: Tx = prisma()) {
  const row = await tx.schedule.findUnique({ where });
  return {
    isOn: row?.nextRunAt != null,
    recurrence: row ? systemRecurrenceSchema.parse(row.recurrence) : null,
    catchUpMinutes: row?.catchUpMinutes ?? DEFAULT_CATCH_UP_MINUTES,
    nextRunAt: row?.nextRunAt ?? null,
  };
}

/** What System › Schedule shows. `exports` are those that run with it. */
export async function getSystemSchedule(actor: Actor) {
  requirePermission(actor, "system:read");
  const { nextRunAt, ...schedule } = await readSystemSchedule();
  const exports = await prisma().export.count({
    where: { removedAt: null, connectionId: { not: null }, isScheduled: true, ownSchedule: null },
  });
  return { ...schedule, nextRunAt: nextRunAt?.toISOString() ?? null, exports };
}
export type SystemSchedule = Awaited<ReturnType<typeof getSystemSchedule>>;

/** Sets when everything is refreshed. What was due while it was off or set otherwise is not made up for. */
export async function saveSystemSchedule(
  actor: Actor,
  { isOn, recurrence, catchUpMinutes }: SystemScheduleInput,
): Promise<Result<{ nextRunAt: string | null }>> {
  requirePermission(actor, "system:manage");
  return prisma().$transaction(async (tx) => {
    const nextRunAt = isOn ? nextInstant(recurrence, await readClock(tx)) : null;
    const values = { recurrence: asJson(recurrence), catchUpMinutes, nextRunAt };
    await tx.schedule.upsert({ where, create: { ...where, ...values }, update: values });
    await recordAudit(tx, actor, {
      action: "schedule.save",
      objectType: "schedule",
      objectId: SYSTEM_SCHEDULE_ID,
      details: { isOn, catchUpMinutes, ...summaryOf(recurrence) },
    });
    return accepted({ nextRunAt: nextRunAt?.toISOString() ?? null });
  });
}

function summaryOf(recurrence: SystemScheduleInput["recurrence"]): Record<string, string> {
  const { every, times, zone } = recurrence;
  const summary = { every, times: times.join(", "), zone };
  return recurrence.every === "week" ? { ...summary, days: recurrence.days.join(", ") } : summary;
}
