"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { NextRun } from "@/lib/exports/next-run";

/** The sentence on when an export runs next by itself, or on why it does not. */
export function useNextRunText(): (next: NextRun) => string {
  const t = useTranslations("exports.nextRun");
  const format = useFormatter();
  return (next) => {
    if (next.kind !== "own" && next.kind !== "system") return t(next.kind);
    const time = format.dateTime(new Date(next.at), { dateStyle: "medium", timeStyle: "short" });
    return t(next.kind, { time });
  };
}
