"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type ProblemParams, toProblemValues } from "@/lib/runs/problem-values";

interface Said {
  code: string;
  params?: ProblemParams;
}

/** The sentences behind the codes of runs; a code without one gets a sentence that names it. */
export function useRunText() {
  const t = useTranslations("runs");
  return useMemo(() => {
    const say = (group: "problem" | "todo" | "events", { code, params }: Said) => {
      const known = t.has(`${group}.${code}` as never);
      return t(
        `${group}.${known ? code : "other"}` as "todo.other",
        { ...toProblemValues(params), problem: code, event: code } as never,
      );
    };
    return {
      problem: (problem: Said) => say("problem", problem),
      todo: (problem: Said) => say("todo", problem),
      event: (event: Said) => say("events", event),
      /** Why one person was not taken. */
      reason: (code: string) =>
        t(`codes.${t.has(`codes.${code}` as never) ? code : "other"}` as "codes.other", { code }),
    };
  }, [t]);
}
