import type { Tx } from "@/lib/db";
import { readSystemSchedule } from "@/lib/schedule/system-schedule";

/** When an export runs next by itself, or why it does not. */
export type NextRun =
  | { kind: "own" | "system"; at: string }
  | { kind: "on_demand" | "detached" | "system_schedule_off" };

interface Facts {
  isScheduled: boolean;
  connectionId: string | null;
  /** Of its own schedule; null where it has none, or sleeps. */
  nextRunAt: Date | null;
  /** Of the system's; null while that is off. */
  systemRunAt: Date | null;
}

/** Says when an export runs next (rule 31). */
export function toNextRun({ isScheduled, connectionId, nextRunAt, systemRunAt }: Facts): NextRun {
  if (connectionId === null) return { kind: "detached" };
  if (!isScheduled) return { kind: "on_demand" };
  // A schedule of its own that is on and awake always has a next instant.
  if (nextRunAt) return { kind: "own", at: nextRunAt.toISOString() };
  return systemRunAt ? { kind: "system", at: systemRunAt.toISOString() } : { kind: "system_schedule_off" };
}

/** The same, of an export as it is stored. */
export async function readNextRun(tx: Tx, exportId: string): Promise<NextRun> {
  const row = await tx.export.findUniqueOrThrow({
    where: { id: exportId },
    select: { isScheduled: true, connectionId: true, ownSchedule: { select: { nextRunAt: true } } },
  });
  const { nextRunAt: systemRunAt } = await readSystemSchedule(tx);
  return toNextRun({ ...row, nextRunAt: row.ownSchedule?.nextRunAt ?? null, systemRunAt });
}
