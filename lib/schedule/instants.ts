import { Cron } from "croner";
import type { Recurrence } from "./schema";

/** Making a pattern costs as much as asking it; a round of the scheduler asks the same ones again and again. */
const MOST_KEPT = 5_000;
const kept = new Map<string, Cron>();

function cronOf(pattern: string, zone: string): Cron {
  const key = `${pattern} ${zone}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = new Cron(pattern, { timezone: zone });
  kept.set(key, made);
  return made;
}

/** "02:30" as the first two parts of a pattern. */
function atTime(time: string): string {
  const [hour, minute] = time.split(":").map(Number);
  return `${minute} ${hour}`;
}

function patternsOf(recurrence: Recurrence): string[] {
  switch (recurrence.every) {
    case "hour":
      return [`${recurrence.minute} * * * *`];
    case "day":
      return recurrence.times.map((time) => `${atTime(time)} * * *`);
    case "week":
      return recurrence.times.map((time) => `${atTime(time)} * * ${recurrence.days.join(",")}`);
    case "month":
      return recurrence.times.map(
        (time) => `${atTime(time)} ${recurrence.day === "last" ? "L" : recurrence.day} * *`,
      );
  }
}

/** The first instant of a recurrence after a moment. Clock changes: rule 33, which croner follows. */
export function nextInstant(recurrence: Recurrence, after: Date): Date {
  const next = patternsOf(recurrence).map((pattern) => cronOf(pattern, recurrence.zone).nextRun(after));
  const first = Math.min(...next.map((at) => at?.getTime() ?? Infinity));
  if (!Number.isFinite(first)) throw new Error(`A ${recurrence.every} recurrence has no next instant.`);
  return new Date(first);
}

/** The next instants after a moment, in order. */
export function nextInstants(recurrence: Recurrence, after: Date, count: number): Date[] {
  const found: Date[] = [];
  for (let at = after; found.length < count;) found.push((at = nextInstant(recurrence, at)));
  return found;
}

/** `first`, which is one of them, and all further instants up to and including `until`. */
export function instantsUntil(recurrence: Recurrence, first: Date, until: Date): Date[] {
  const found: Date[] = [];
  for (let at = first; at <= until; at = nextInstant(recurrence, at)) found.push(at);
  return found;
}
