import { expect, it } from "vitest";
import { copySegmentName } from "./duplicate-segment";

it.each([
  ["a free name", [], "Readers (copy)"],
  ["a copy that is there", ["Readers (copy)"], "Readers (copy 2)"],
  ["two copies", ["Readers (copy)", "Readers (copy 2)"], "Readers (copy 3)"],
])("names a copy beside %s", (_, taken, name) => {
  expect(copySegmentName("Readers", "copy", new Set(taken))).toBe(name);
});

it("cuts a long name, and never through a character", () => {
  const name = copySegmentName(`${"a".repeat(92)}👩‍👩‍👧‍👦👩‍👩‍👧‍👦`, "copy", new Set());
  expect(name).toBe(`${"a".repeat(92)} (copy)`);
});
