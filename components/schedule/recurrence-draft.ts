import type { Recurrence } from "@/lib/schedule/schema";

export type Every = Recurrence["every"];

/** A recurrence as it is being set: each kind's parts are kept while another kind is tried. */
export interface RecurrenceDraft {
  every: Every;
  minute: number;
  days: number[];
  day: number | "last";
  times: string[];
  zone: string;
}

/** What is offered first; of what is set already, the parts it has. */
export function toRecurrenceDraft(zone: string, saved: Recurrence | null = null): RecurrenceDraft {
  return { every: "day", minute: 0, days: [1], day: 1, times: ["06:00"], zone, ...saved };
}

/** The recurrence a draft stands for; whether it can be is for its shape to say. */
export function toRecurrence({ every, minute, days, day, times, zone }: RecurrenceDraft): Recurrence {
  switch (every) {
    case "hour":
      return { every, minute, zone };
    case "day":
      return { every, times, zone };
    case "week":
      return { every, days, times, zone };
    case "month":
      return { every, day, times, zone };
  }
}
