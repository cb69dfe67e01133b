/** The most of these moments, in milliseconds, that any minute holds, whenever it begins. */
export function mostInAMinute(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const counts = sorted.map((from) => sorted.filter((time) => time >= from && time < from + 60_000).length);
  return Math.max(0, ...counts);
}
