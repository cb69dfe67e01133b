import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 25;

/** Looks until there is something; the test's time limit bounds it. Answers what was found. */
export async function until<Found>(
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(LOOK_EVERY_MS);
  }
}
