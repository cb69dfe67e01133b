import { describe, expect, it } from "vitest";
import { openCalendar } from "@/bench/support/expected-instants";
import { instantsUntil, nextInstant, nextInstants } from "@/lib/schedule/instants";
import type { Recurrence } from "@/lib/schedule/schema";
import golden from "./clock-changes.json";

const DAY_MS = 86_400_000;
const iso = (at: Date) => at.toISOString().replace(".000Z", "Z");

describe("clock changes (rule 33)", () => {
  it.each(golden.daily)("$local in $zone is $utc", ({ zone, local, utc }) => {
    const recurrence: Recurrence = { every: "day", times: [local.slice(11)], zone };
    const before = new Date(Date.parse(utc) - DAY_MS / 2);
    expect(iso(nextInstant(recurrence, before))).toBe(utc);
  });

  it.each([
    ["2027-03-27T23:30:00Z", ["00:15", "01:15", "02:15"]],
    ["2027-10-30T23:30:00Z", ["00:15", "01:15", "02:15"]],
  ])("hourly is every real hour after %s", (after, times) => {
    const hourly: Recurrence = { every: "hour", minute: 15, zone: "Europe/Budapest" };
    const found = nextInstants(hourly, new Date(after), 3).map((at) => iso(at).slice(11, 16));
    expect(found).toEqual(times);
  });

  it("runs once for two times of one gap", () => {
    const twice: Recurrence = { every: "day", times: ["02:10", "02:40"], zone: "Europe/Budapest" };
    const found = nextInstants(twice, new Date("2027-03-28T00:00:00Z"), 2).map(iso);
    expect(found).toEqual(["2027-03-28T01:00:00Z", "2027-03-29T00:10:00Z"]);
  });

  it("takes the last day of each month", () => {
    const last: Recurrence = { every: "month", day: "last", times: ["08:00"], zone: "UTC" };
    const found = nextInstants(last, new Date("2028-01-01T00:00:00Z"), 4).map((at) => iso(at).slice(0, 10));
    expect(found).toEqual(["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]);
  });
});

const zones = ["Europe/Budapest", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"];
/** Weeks in which one of them changes its clock. */
const weeks = ["2027-03-10", "2027-03-25", "2027-04-01", "2027-09-30", "2027-10-28", "2027-11-04"];

describe.each(zones)("the instants in %s", (zone) => {
  const rules: Recurrence[] = [
    { every: "day", times: ["00:00", "01:45", "02:15", "02:30"], zone },
    { every: "day", times: ["23:59", "03:00", "02:00"], zone },
    { every: "week", days: [7, 1, 4], times: ["02:30", "01:30"], zone },
    { every: "month", day: 28, times: ["02:30"], zone },
    { every: "month", day: "last", times: ["02:30", "12:00"], zone },
  ];
  // Lord Howe moves its clock by half an hour, so that "the same minute of each hour" is not 60 minutes later there.
  if (zone !== "Australia/Lord_Howe") rules.push({ every: "hour", minute: 20, zone });

  it.each(weeks)("in the week of %s are those of the plain calendar", (week) => {
    const from = new Date(`${week}T00:00:00Z`);
    const to = new Date(from.getTime() + 7 * DAY_MS);
    const calendar = openCalendar(zone, from, to);
    for (const rule of rules) {
      const first = nextInstant(rule, new Date(from.getTime() - 1));
      const found = instantsUntil(rule, first, new Date(to.getTime() - 1)).map((at) => at.getTime());
      expect({ rule, found }).toEqual({ rule, found: calendar.instantsOf(rule) });
    }
  });
});
