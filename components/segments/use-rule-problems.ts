"use client";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Refused } from "@/lib/errors";

// What is only not there yet is no mistake while somebody is still typing.
const unfinished = new Set(["required", "choose_segment", "add_condition", "add_rule"]);

/**
 * The sentence about what stands at a path of the rules: what the last save said, else what the preview says of the
 * rules as they are. `wasRefused`: whether somebody took them for finished.
 */
export function useRuleProblems(
  saveProblem: (field: string) => string | undefined,
  refusal: Refused | undefined,
  wasRefused: boolean,
): (path: string) => string | undefined {
  const text = useProblemText();
  return (path) => {
    const field = path === "" ? "definition" : `definition.${path}`;
    const problem = refusal?.fields?.[field];
    return (
      saveProblem(field) ??
      (problem && (wasRefused || !unfinished.has(problem.code)) ? text(problem) : undefined)
    );
  };
}
