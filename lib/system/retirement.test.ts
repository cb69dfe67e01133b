import { expect, it } from "vitest";
import { daysUntil, isNear } from "./retirement";

it.each([
  ["2028-07-14T23:00:00Z", 1],
  ["2028-07-15T00:00:00Z", 0],
  ["2028-07-15T23:59:59Z", 0],
  ["2028-07-16T00:00:00Z", -1],
  ["2028-04-16T00:00:00Z", 90],
])("at %s a revision that retires on 2028-07-15 has %i days", (now, days) => {
  // A negative zero is a zero too.
  expect(daysUntil("2028-07-15", new Date(now)) + 0).toBe(days);
});

it("warns from ninety days before, and after it", () => {
  expect(isNear("2028-07-15", new Date("2028-04-15T23:00:00Z"))).toBe(false);
  expect(isNear("2028-07-15", new Date("2028-04-16T00:00:00Z"))).toBe(true);
  expect(isNear("2028-07-15", new Date("2029-01-01T00:00:00Z"))).toBe(true);
});
