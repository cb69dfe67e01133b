import { type Tx, asJson } from "@/lib/db";
import { readClock } from "./clock";
import { nextInstant } from "./instants";
import { type Recurrence, recurrenceSchema } from "./schema";

/** What an export's own schedule follows from. */
export interface Scheduled {
  exportId: string;
  isScheduled: boolean;
  connectionId: string | null;
}

const sameAs = (one: unknown, other: unknown) =>
  JSON.stringify(recurrenceSchema.safeParse(one).data) === JSON.stringify(recurrenceSchema.parse(other));

/**
 * Gives an export a schedule of its own, or takes it away (null): then it runs with the system's. One that is off or
 * has no connection sleeps; waking, it begins with the next instant to come. What is due already stays due.
 */
export async function putOwnSchedule(
  tx: Tx,
  { exportId, isScheduled, connectionId }: Scheduled,
  recurrence: Recurrence | null,
): Promise<void> {
  if (!recurrence) return void (await tx.schedule.deleteMany({ where: { exportId } }));
  const isAwake = isScheduled && connectionId !== null;
  const before = await tx.schedule.findUnique({ where: { exportId } });
  if (isAwake && before?.nextRunAt && sameAs(before.recurrence, recurrence)) return;
  const nextRunAt = isAwake ? nextInstant(recurrence, await readClock(tx)) : null;
  const values = { recurrence: asJson(recurrence), nextRunAt };
  await tx.schedule.upsert({ where: { exportId }, create: { exportId, ...values }, update: values });
}

/** The own schedule of an export; null where it has none. */
export async function readOwnSchedule(tx: Tx, exportId: string): Promise<Recurrence | null> {
  const row = await tx.schedule.findUnique({ where: { exportId } });
  return row ? recurrenceSchema.parse(row.recurrence) : null;
}

/** Lets the own schedules of exports that lost their connection sleep. */
export async function letSleep(tx: Tx, exportIds: string[]): Promise<void> {
  await tx.schedule.updateMany({ where: { exportId: { in: exportIds } }, data: { nextRunAt: null } });
}
