const FIRST_MS = 5_000;
const FACTOR = 4;
const LONGEST_MS = 6 * 3_600_000;
/** How far a wait strays from its length, so that what failed together does not come again together. */
const JITTER = 0.2;

/** Tries until a message is given up; with the waits between them that takes about a day. */
export const MOST_ATTEMPTS = 11;

/** How long to wait after so many tries that failed. `random` is from 0 to 1. */
export function waitAfter(attempts: number, random: number): number {
  const ms = Math.min(FIRST_MS * FACTOR ** (attempts - 1), LONGEST_MS);
  return Math.round(ms * (1 - JITTER + 2 * JITTER * random));
}
