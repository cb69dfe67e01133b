import { expect, it } from "vitest";
import { mostInAMinute } from "./most-in-a-minute";

const at = (from: number, to = from) => ({ from, to });

it.each([
  [[], 0],
  [[at(0), at(59_999), at(60_000)], 2],
  [[at(0, 40), at(59_990, 60_010)], 1],
  // Nine at the end of one minute and ten at the beginning of the next are nineteen in one.
  [[...Array(9).fill(at(59_000)), ...Array(10).fill(at(60_500))], 19],
])("of %j finds %i", (spans, most) => {
  expect(mostInAMinute(spans)).toBe(most);
});
