import { expect, it } from "vitest";
import { mostInAMinute } from "./most-in-a-minute";

it.each([
  [[], 0],
  [[0, 59_999, 60_000], 2],
  // Nine at the end of one minute and ten at the beginning of the next are nineteen in one.
  [[...Array(9).fill(59_000), ...Array(10).fill(60_500)], 19],
])("of %j finds %i", (times, most) => {
  expect(mostInAMinute(times)).toBe(most);
});
