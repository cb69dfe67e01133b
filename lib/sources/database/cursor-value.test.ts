import { expect, it } from "vitest";
import type { CursorKind } from "./column-kinds";
import { followCursor, sinceSql } from "./cursor-value";

const cases: [CursorKind, string[], string | null][] = [
  ["number", ["9", "10", "-3"], "10"],
  ["date", ["2026-01-31", "2026-02-01", "9999-12-31"], "2026-02-01"],
  ["timestamp", ["2026-01-01 10:00:00", "2026-01-01 10:00:00.5", "infinity"], "2026-01-01 10:00:00.5"],
  ["timestamptz", ["2026-01-01 10:00:00.5Z", "2026-01-01 10:00:00Z", ""], "2026-01-01 10:00:00.5Z"],
  ["timestamptz", ["9999-01-01 00:00:00Z"], null],
];

it.each(cases)("the furthest %s of %j is %s", (kind, values, furthest) => {
  const cursor = followCursor(kind, "2026-03-01 00:00:00Z", null);
  for (const value of values) cursor.see(value);
  expect(cursor.latest()).toBe(furthest);
});

it("does not go back when nothing new was read", () => {
  const cursor = followCursor("number", "", "20");
  cursor.see("15");
  expect(cursor.latest()).toBe("20");
});

it("puts no stored text into SQL that is not a cursor's value", () => {
  expect(() => sinceSql("number", "1; drop table x", 0)).toThrow("none of the kind number");
});
