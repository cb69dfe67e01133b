import { z } from "zod";
import { isTimeZone } from "@/lib/time-zone";

/** Most times of a day a schedule may have. */
export const MAX_TIMES = 4;
/** The last day that every month has; what comes after it is offered as "last day". */
export const LAST_COMMON_DAY = 28;
/** Days of the week as ISO 8601 numbers them: Monday is 1. */
export const weekDays = [1, 2, 3, 4, 5, 6, 7] as const;

const zone = z.string().max(100, "unknown_time_zone").refine(isTimeZone, "unknown_time_zone");

/** A time of day, 00:00 to 23:59. */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "time_malformed");

const times = z
  .array(time)
  .min(1, "choose_time")
  .max(MAX_TIMES, "too_many_times")
  .superRefine((all, context) => {
    for (const [index, one] of all.entries())
      if (all.indexOf(one) !== index)
        context.addIssue({ code: "custom", path: [index], message: "time_twice" });
  });

const hourly = z.object({
  every: z.literal("hour"),
  minute: z.int("minute_range").min(0, "minute_range").max(59, "minute_range"),
  zone,
});
const daily = z.object({ every: z.literal("day"), times, zone });
const weekly = z.object({
  every: z.literal("week"),
  days: z
    .array(z.int().min(1).max(7))
    .min(1, "choose_day")
    .max(7)
    .refine((days) => new Set(days).size === days.length, "invalid_value"),
  times,
  zone,
});
const monthly = z.object({
  every: z.literal("month"),
  day: z
    .union([z.literal("last"), z.int()], "day_of_month")
    .refine((day) => day === "last" || (day >= 1 && day <= LAST_COMMON_DAY), "day_of_month"),
  times,
  zone,
});

/** When something happens again and again, in the clock time of a zone. */
export const recurrenceSchema = z.discriminatedUnion("every", [hourly, daily, weekly, monthly]);
export type Recurrence = z.infer<typeof recurrenceSchema>;

/** What the system's refresh can do; exports of their own can do all. */
export const systemRecurrenceSchema = z.discriminatedUnion("every", [daily, weekly]);

/** Minutes after a missed instant in which it is made up for; 0 never does. */
export const catchUpRange = { minimum: 0, maximum: 24 * 60 } as const;

/** The form of System › Schedule. */
export const systemScheduleSchema = z.object({
  isOn: z.boolean(),
  recurrence: systemRecurrenceSchema,
  catchUpMinutes: z
    .int("catch_up_range")
    .min(catchUpRange.minimum, "catch_up_range")
    .max(catchUpRange.maximum, "catch_up_range"),
});
export type SystemScheduleInput = z.infer<typeof systemScheduleSchema>;

export const previewScheduleSchema = z.object({ recurrence: recurrenceSchema });
