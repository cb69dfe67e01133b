"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { Recurrence } from "@/lib/schedule/schema";

/** The words of a recurrence: its days and times as the person writes them, and its zone. */
export function useRecurrenceText() {
  const t = useTranslations("schedule");
  const format = useFormatter();
  // The first of January 2024 was a Monday.
  const dayName = (day: number) =>
    format.dateTime(new Date(Date.UTC(2024, 0, day)), { weekday: "long", timeZone: "UTC" });
  const timeText = (time: string) =>
    format.dateTime(new Date(`2024-01-01T${time}:00Z`), { timeStyle: "short", timeZone: "UTC" });
  const zoneName = (zone: string) => zone.replaceAll("_", " ");

  function text(recurrence: Recurrence): string {
    const zone = zoneName(recurrence.zone);
    if (recurrence.every === "hour") return t("textHour", { minute: recurrence.minute, zone });
    const times = format.list(recurrence.times.toSorted().map(timeText));
    if (recurrence.every === "day") return t("textDay", { times, zone });
    if (recurrence.every === "week")
      return t("textWeek", { days: format.list(recurrence.days.toSorted().map(dayName)), times, zone });
    if (recurrence.day === "last") return t("textLastDay", { times, zone });
    return t("textMonth", { day: recurrence.day, times, zone });
  }
  return { text, dayName, timeText, zoneName };
}
