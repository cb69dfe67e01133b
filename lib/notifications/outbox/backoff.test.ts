import { expect, it } from "vitest";
import { MOST_ATTEMPTS, waitAfter } from "./backoff";

const HOUR_MS = 3_600_000;
const waits = (random: number) =>
  Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => waitAfter(index + 1, random));

it("waits four times as long after each try, and never longer than six hours", () => {
  expect(waits(0.5)).toEqual([
    5_000,
    20_000,
    80_000,
    320_000,
    1_280_000,
    5_120_000,
    20_480_000,
    6 * HOUR_MS,
    6 * HOUR_MS,
    6 * HOUR_MS,
  ]);
});

it("strays from that by a fifth at the most", () => {
  expect(waitAfter(1, 0)).toBe(4_000);
  expect(waitAfter(1, 1)).toBe(6_000);
});

it("gives up after about a day, however the waits fall", () => {
  for (const random of [0, 0.5, 1]) {
    const hours = waits(random).reduce((sum, ms) => sum + ms, 0) / HOUR_MS;
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThan(31);
  }
});
