// A daily window is the longest that exists (contract 6); anything past a week is nonsense.
const longestSeconds = 7 * 86_400;
const guessLeastMs = 5_000;
const guessMostMs = 30_000;

/** The Retry-After header in milliseconds, at least one second; null unless it is a whole number of seconds. */
export function parseRetryAfter(header: string | null): number | null {
  const text = header?.trim() ?? "";
  if (!/^\d{1,9}$/.test(text)) return null;
  const seconds = Number(text);
  return seconds > longestSeconds ? null : Math.max(1, seconds) * 1000;
}

/** How long to wait when nobody says: jittered, so that workers do not come back together. `random` is 0 up to 1. */
export function guessRetryAfter(random: number): number {
  return Math.round(guessLeastMs + random * (guessMostMs - guessLeastMs));
}
