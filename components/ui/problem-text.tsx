"use client";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { FieldProblem } from "@/lib/errors";

/** A stored problem in the person's language. */
export function ProblemText({ problem }: { problem: FieldProblem }) {
  return useProblemText()(problem);
}
