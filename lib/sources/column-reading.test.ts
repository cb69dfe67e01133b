import { expect, it } from "vitest";
import { columnReadingIds, columnReadings, readingOf } from "./column-reading";

it.each(columnReadingIds)("finds %s again", (id) => {
  expect(readingOf(columnReadings[id])).toBe(id);
});

it("passes over a notation that the type does not use", () => {
  expect(readingOf({ type: "text", notation: { decimal: ",", slashDate: "day" } })).toBe("text");
  expect(readingOf({ type: "date", notation: { decimal: ",", slashDate: "day" } })).toBe("date_day");
});
