import { randomBytes } from "node:crypto";
import { type Random, createRandom } from "@/emulator/random.ts";

/** Every random choice of the fault tests comes from it; `FAULT_SEED` repeats them. */
export const faultSeed = process.env.FAULT_SEED || randomBytes(4).toString("hex");

/** A random source of its own for one test, so that tests do not disturb one another. */
export function randomFor(test: string): Random {
  return createRandom(`${faultSeed} ${test}`);
}

/** A number from `least` up to `most`. */
export function between(random: Random, least: number, most: number): number {
  return least + random() * (most - least);
}
