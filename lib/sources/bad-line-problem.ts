import type { FieldProblem } from "@/lib/errors";

interface Reason {
  code: string;
  column?: string | null;
  otherLine?: number | null;
}

/** Why a line was left out, as a problem with a sentence of its own; a form says the same of a value in other words. */
export function badLineProblem({ code, column, otherLine }: Reason): FieldProblem {
  return {
    code: code.startsWith("not_a_") ? `row_${code}` : code,
    params: { column: column ?? "", otherLine: otherLine ?? 0 },
  };
}
