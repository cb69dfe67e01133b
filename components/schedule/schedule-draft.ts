import {
  type RecurrenceDraft,
  toRecurrence,
  toRecurrenceDraft,
} from "@/components/schedule/recurrence-draft";
import { type Recurrence, recurrenceSchema } from "@/lib/schedule/schema";

/** When an export runs, as it is being set. One that is off keeps the schedule of its own that it has. */
export interface ScheduleDraft {
  isScheduled: boolean;
  isOwn: boolean;
  recurrence: RecurrenceDraft;
}

export type ScheduleKind = "system" | "own" | "off";

interface Saved {
  isScheduled: boolean;
  ownSchedule: Recurrence | null;
}

export function toScheduleDraft(zone: string, { isScheduled, ownSchedule }: Saved): ScheduleDraft {
  return { isScheduled, isOwn: ownSchedule !== null, recurrence: toRecurrenceDraft(zone, ownSchedule) };
}

export function kindOf({ isScheduled, isOwn }: Pick<ScheduleDraft, "isScheduled" | "isOwn">): ScheduleKind {
  if (!isScheduled) return "off";
  return isOwn ? "own" : "system";
}

/** What is saved of it. What cannot be and nobody sees, since the schedule is off, is not. */
export function toSchedule({ isScheduled, isOwn, recurrence }: ScheduleDraft): Saved {
  const own = isOwn ? toRecurrence(recurrence) : null;
  const isKept = isScheduled || recurrenceSchema.safeParse(own).success;
  return { isScheduled, ownSchedule: isKept ? own : null };
}
