import { describe, expect, it } from "vitest";
import { fieldProblems } from "@/lib/field-problems";
import { recurrenceSchema, systemRecurrenceSchema } from "./schema";

const zone = "Europe/Budapest";
const daily = { every: "day", times: ["06:00"], zone };
const weekly = { every: "week", days: [1], times: ["06:00"], zone };
const monthly = { every: "month", day: 1, times: ["06:00"], zone };

const problemsOf = (value: unknown) => {
  const { error } = recurrenceSchema.safeParse(value);
  return error ? fieldProblems(error) : {};
};

describe("a recurrence", () => {
  it.each([
    { every: "hour", minute: 59, zone },
    { ...daily, times: ["00:00", "06:00", "12:30", "23:59"] },
    { ...weekly, days: [1, 2, 3, 4, 5, 6, 7] },
    { ...monthly, day: 28 },
    { ...monthly, day: "last" },
  ])("is taken as it is: $every", (value) => {
    expect(recurrenceSchema.parse(value)).toEqual(value);
  });

  it.each([
    ["an unknown zone", { ...daily, zone: "Europe/Atlantis" }, "zone", "unknown_time_zone"],
    [
      "five times a day",
      { ...daily, times: ["01:00", "02:00", "03:00", "04:00", "05:00"] },
      "times",
      "too_many_times",
    ],
    ["two identical times", { ...daily, times: ["06:00", "07:00", "06:00"] }, "times.2", "time_twice"],
    ["no time", { ...daily, times: [] }, "times", "choose_time"],
    ["a time nobody's clock shows", { ...daily, times: ["24:00"] }, "times.0", "time_malformed"],
    ["a time not filled in", { ...daily, times: ["06:00", ""] }, "times.1", "time_malformed"],
    ["no day", { ...weekly, days: [] }, "days", "choose_day"],
    ["an eighth day", { ...weekly, days: [8] }, "days.0", "invalid_value"],
    ["29 February", { ...monthly, day: "02-29" }, "day", "day_of_month"],
    ["day 29", { ...monthly, day: 29 }, "day", "day_of_month"],
    ["day 31", { ...monthly, day: 31 }, "day", "day_of_month"],
    ["minute 60", { every: "hour", minute: 60, zone }, "minute", "minute_range"],
    ["half a minute", { every: "hour", minute: 0.5, zone }, "minute", "minute_range"],
  ])("is refused at its field: %s", (_, value, field, code) => {
    expect(problemsOf(value)[field]?.code).toBe(code);
  });

  it("of the system is daily or weekly", () => {
    expect(systemRecurrenceSchema.safeParse(weekly).success).toBe(true);
    expect(systemRecurrenceSchema.safeParse(monthly).success).toBe(false);
    expect(systemRecurrenceSchema.safeParse({ every: "hour", minute: 0, zone }).success).toBe(false);
  });
});
