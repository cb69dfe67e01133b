import { expect, it } from "vitest";
import { dayBounds, dayOf, shiftDay, startOfDay } from "./days";

it.each([
  ["in winter", "2026-01-15", "Europe/Budapest", "2026-01-14T23:00:00.000Z"],
  ["in summer", "2026-07-15", "Europe/Budapest", "2026-07-14T22:00:00.000Z"],
  ["where clocks skip midnight", "2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
  ["after a day that a zone skipped", "2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
])("begins a day %s at its first moment", (_, day, zone, moment) => {
  expect(startOfDay(day, zone)).toBe(moment);
});

it("knows which day it is in a zone", () => {
  const moment = new Date("2026-03-01T23:30:00Z");
  expect(dayOf(moment, "UTC")).toBe("2026-03-01");
  expect(dayOf(moment, "Europe/Budapest")).toBe("2026-03-02");
});

it.each([
  ["2026-03-31", -1, "months", "2026-02-28"],
  ["2028-03-31", -1, "months", "2028-02-29"],
  ["2026-12-31", 2, "months", "2027-02-28"],
  ["2026-03-01", -1, "weeks", "2026-02-22"],
  ["2026-03-01", -1, "days", "2026-02-28"],
] as const)("moves %s by %i %s to %s", (day, count, unit, expected) => {
  expect(shiftDay(day, count, unit)).toBe(expected);
});

it.each([
  ["2026-03-01", true],
  ["2026-03-01T00:00:00.000Z", true],
  ["2026-03-01T23:59:59.999Z", true],
  ["2026-02-28T23:59:59.999Z", false],
  ["2026-03-02", false],
])("keeps %s within its day, or out of it", (stored, isWithin) => {
  for (const type of ["date", "datetime"] as const) {
    const { start, end } = dayBounds("2026-03-01", type, "UTC");
    expect(stored >= start && stored < end).toBe(isWithin);
  }
});

it("has an end for the last day there is", () => {
  const { start, end } = dayBounds("9999-12-31", "datetime", "America/New_York");
  expect(start < "9999-12-31T23:59:59.999Z" && "9999-12-31T23:59:59.999Z" < end).toBe(true);
});
