"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useRunText } from "@/components/runs/use-run-text";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { NeededTask } from "@/lib/status/list-tasks";
import type { StatusRow } from "@/lib/status/stand";
import type { StatusNote, Work } from "@/lib/status/work";

/** The names and sentences of tasks, in the person's language. */
export function useStatusText() {
  const t = useTranslations("status");
  const runs = useTranslations("runs");
  const run = useRunText();
  const problem = useProblemText();
  return useMemo(() => {
    const nameOf = ({ id, name }: Pick<StatusRow, "id" | "name">) =>
      name ?? t(`system.${id.split(":")[1]}` as "system.fields");
    return {
      nameOf,
      /** What happened, in one sentence. */
      note: ({ from, code, params }: StatusNote): string => {
        if (from === "problems") return problem({ code, params });
        if (from === "runs") return run.problem({ code, params });
        return t(
          `notes.${t.has(`notes.${code}` as never) ? code : "task_unforeseen"}` as never,
          params as never,
        );
      },
      /** What to do about it, where the sentence does not say so itself. */
      todo: ({ from, code, params }: StatusNote): string | null =>
        from === "runs" ? run.todo({ code, params }) : null,
      why: ({ of, code, name }: Work["why"]): string => {
        const who = { name: name ?? t("somebody") };
        return of === "run"
          ? runs(`reason.${code}` as "reason.manual", who)
          : t(`why.${code}` as "why.manual", who);
      },
      needed: ({ kind, name }: Pick<NeededTask, "kind" | "name">): string =>
        kind === "unification" ? t("system.unification") : name,
    };
  }, [t, runs, run, problem]);
}
