import { fromDate, parseDate, toCalendarDate } from "@internationalized/date";
import type { PeriodUnit } from "./operators";

/** The day of a moment in a zone, `yyyy-mm-dd`. */
export function dayOf(moment: Date, timeZone: string): string {
  return toCalendarDate(fromDate(moment, timeZone)).toString();
}

/** So many days, weeks or months later, or earlier; the 31st becomes the last day of a shorter month. */
export function shiftDay(day: string, count: number, unit: PeriodUnit): string {
  return parseDate(day)
    .add({ [unit]: count })
    .toString();
}

/**
 * The first moment of a day in a zone, as moments are stored. Where clocks skip midnight it is the first moment after
 * the gap.
 */
export function startOfDay(day: string, timeZone: string): string {
  return parseDate(day).toDate(timeZone).toISOString();
}

// Sorts behind every text that begins with a day.
const BEHIND = "\u{10FFFF}";

/** The texts that stored dates or moments of a day lie between: from the first, and before the second. */
export interface DayBounds {
  start: string;
  end: string;
}

// A moment may also be stored as a date alone, which is its midnight in UTC and sorts before the longer text.
const withoutMidnight = (moment: string) => moment.replace("T00:00:00.000Z", "");

/** Where a day begins and ends among stored dates, or in a zone among stored moments, compared as bytes. */
export function dayBounds(day: string, type: "date" | "datetime", timeZone: string): DayBounds {
  if (type === "date") return { start: day, end: day + BEHIND };
  const next = shiftDay(day, 1, "days");
  return {
    start: withoutMidnight(startOfDay(day, timeZone)),
    // The last day there is has no next one.
    end: next === day ? BEHIND : withoutMidnight(startOfDay(next, timeZone)),
  };
}
