"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";

const MINUTE = 60;
const HOUR = 3_600;

/** Writes a number of seconds as people say it: `exact` in the two largest units, `about` in one. */
export function useDuration() {
  const t = useTranslations("runs.durations");
  return useMemo(() => {
    function exact(seconds: number): string {
      const whole = Math.round(seconds);
      if (whole < MINUTE) return t("seconds", { seconds: whole });
      if (whole < HOUR)
        return join(t("minutes", { minutes: Math.floor(whole / MINUTE) }), whole % MINUTE, "seconds");
      const minutes = Math.floor((whole % HOUR) / MINUTE);
      return join(t("hours", { hours: Math.floor(whole / HOUR) }), minutes, "minutes");
    }
    function join(large: string, rest: number, unit: "seconds" | "minutes"): string {
      if (rest === 0) return large;
      return `${large} ${unit === "seconds" ? t("seconds", { seconds: rest }) : t("minutes", { minutes: rest })}`;
    }
    /** An estimate says no more than it knows. */
    function about(seconds: number): string {
      if (seconds <= MINUTE) return t("seconds", { seconds: Math.max(5, Math.ceil(seconds / 5) * 5) });
      return exact(Math.ceil(seconds / MINUTE) * MINUTE);
    }
    return { exact, about };
  }, [t]);
}
