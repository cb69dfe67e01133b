"use client";
import { type useFormatter as Formatter, useFormatter, useTranslations } from "next-intl";
import { useCallback } from "react";
import { useRunText } from "@/components/runs/use-run-text";
import type { RunDetail } from "@/lib/runs/queries";

type Standing = Pick<RunDetail, "status" | "phase" | "wait" | "problem" | "canceledBy">;

/** On where a run stands and why, in a sentence or two. */
export function useRunSentence(): (run: Standing) => string {
  const t = useTranslations("runs.sentences");
  const format = useFormatter();
  const text = useRunText();
  return useCallback(
    ({ status, phase, wait, problem, canceledBy }) => {
      const why = problem && text.problem(problem);
      switch (status) {
        case "running":
          return t(`running_${phase}`);
        case "waiting":
          if (wait?.code === "connection") return t("waiting_connection");
          if (!wait?.until || !isTimed(wait.code)) return t("waiting");
          return t(`waiting_${wait.code}`, { time: momentOf(format, new Date(wait.until)) });
        case "failed":
          return why ?? t("failed");
        case "canceled":
          if (why) return `${why} ${t("canceled_after")}`;
          return canceledBy ? t("canceled_by", { name: canceledBy }) : t("canceled");
        case "skipped":
        case "completed_with_warnings":
          return why ? `${why} ${t(status)}` : t(status);
        default:
          return t(status);
      }
    },
    [t, format, text],
  );
}

function isTimed(code: string): code is "rate_limit" | "unreachable" {
  return code === "rate_limit" || code === "unreachable";
}

/** To the second, since somebody may be watching; with its day where that is not today. */
function momentOf(format: ReturnType<typeof Formatter>, at: Date): string {
  const day = (date: Date) => format.dateTime(date, { dateStyle: "short" });
  const isToday = day(at) === day(new Date());
  return format.dateTime(
    at,
    isToday ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "medium" },
  );
}
