"use client";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";
import type { NextRun } from "@/lib/exports/next-run";
import { type SaveExportInput, saveExportSchema } from "@/lib/exports/schema";
import { fieldProblems } from "@/lib/field-problems";

export type SaveExport = (
  input: SaveExportInput,
) => Promise<Result<{ exportId: string; removalRunId?: string; nextRun: NextRun }>>;

/** People are on the list that the export leaves. */
export interface OldList {
  people: number;
  list: string;
}

/** Saves the form; what is to become of the people on a list it leaves is a question, not a problem. */
export function useSaveExport(save: SaveExport) {
  const [question, setQuestion] = useState<OldList>();
  const [isAsked, setAsked] = useState(false);
  const { problem, ...action } = useAction(async (input: SaveExportInput) => {
    const parsed = saveExportSchema.safeParse(input);
    const result: Awaited<ReturnType<SaveExport>> = parsed.success
      ? await save(input)
      : { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
    const isQuestion = !result.ok && result.code === "old_list_question";
    setQuestion(
      isQuestion ? { people: Number(result.params?.people), list: String(result.params?.list) } : undefined,
    );
    setAsked(isQuestion);
    return result;
  });
  return {
    ...action,
    problem: isAsked ? undefined : problem,
    question,
    closeQuestion: () => setQuestion(undefined),
  };
}
