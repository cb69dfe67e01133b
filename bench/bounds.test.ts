import { expect, it } from "vitest";
import { type ExportFigures, brokenBounds } from "./bounds";

const good: ExportFigures = {
  profiles: 100_000,
  seconds: 8,
  calls: 15,
  minCalls: 11,
  floorSeconds: 1,
  ratio: 8,
  peakRssMb: 300,
  overRate: 0,
  lost: 0,
  extra: 0,
  unaccounted: 0,
};

it("holds what just fits", () => {
  expect(brokenBounds(good)).toEqual([]);
});

it.each<[string, Partial<ExportFigures>]>([
  ["a slow run", { ratio: 8.01 }],
  ["a large worker", { peakRssMb: 301 }],
  ["a request too early", { overRate: 1 }],
  ["a lost person", { lost: 1 }],
  ["a person too many", { extra: 1 }],
  ["a person without an outcome", { unaccounted: 1 }],
])("names %s", (_, wrong) => {
  expect(brokenBounds({ ...good, ...wrong })).toHaveLength(1);
});

it("does not hold a small run to the ratio of a large one", () => {
  expect(brokenBounds({ ...good, profiles: 10_000, ratio: 9 })).toEqual([]);
});

it("holds the second run of a million to the bare SQL and to the fewest calls", () => {
  const second = { ...good, profiles: 1_000_000, seconds: 10, sqlSeconds: 5, calls: 21, ratio: 10 };
  expect(brokenBounds(second)).toEqual([]);
  expect(brokenBounds({ ...second, sqlSeconds: 4.9 })).toHaveLength(1);
  expect(brokenBounds({ ...second, calls: 22 })).toHaveLength(1);
});
