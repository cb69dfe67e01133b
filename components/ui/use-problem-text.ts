"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { FieldProblem } from "@/lib/errors";

/** Turns a problem's code into its sentence in the person's language. */
export function useProblemText(): (problem: FieldProblem) => string {
  const t = useTranslations("problems");
  return useCallback(
    ({ code, params }) => {
      // Codes come from commands at run time; one without a sentence must still say something true.
      const key = (t.has(code as never) ? code : "invalid_value") as Parameters<typeof t>[0];
      return t(key, params as never);
    },
    [t],
  );
}
