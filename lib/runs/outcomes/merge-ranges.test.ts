import { expect, it } from "vitest";
import { mergeRanges } from "./merge-ranges";

it.each([
  ["nothing", [], []],
  ["one", [[1, 5]], [[1, 5]]],
  [
    "neighbours",
    [
      [1, 5],
      [6, 6],
      [7, 20],
    ],
    [[1, 20]],
  ],
  [
    "a gap",
    [
      [1, 5],
      [7, 9],
      [10, 12],
    ],
    [
      [1, 5],
      [7, 12],
    ],
  ],
] as const)("joins what follows on one another: %s", (_, given, expected) => {
  const toRanges = (pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([first, last]) => ({ first, last }));
  const ranges = toRanges(given);
  expect(mergeRanges(ranges)).toEqual(toRanges(expected));
  expect(ranges).toEqual(toRanges(given));
});
