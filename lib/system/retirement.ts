const DAY_MS = 86_400_000;

/** Days before an API revision retires from which administrators are told. */
export const WARN_DAYS = 90;

/** Whole days until a day begins in UTC; 0 on the day itself, negative after it. */
export function daysUntil(day: string, now: Date): number {
  return Math.ceil((Date.parse(`${day}T00:00:00Z`) - now.getTime()) / DAY_MS);
}

/** Whether it is time to think of the retirement. */
export function isNear(day: string, now: Date): boolean {
  return daysUntil(day, now) <= WARN_DAYS;
}
