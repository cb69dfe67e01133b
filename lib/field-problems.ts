import type { z } from "zod";
import type { FieldProblem } from "./errors";

type Params = Record<string, string | number>;

function paramsOf(issue: z.core.$ZodIssue): Params | undefined {
  const params: Params = {};
  if ("maximum" in issue) params.maximum = Number(issue.maximum);
  if ("minimum" in issue) params.minimum = Number(issue.minimum);
  if (issue.code === "custom" && issue.params) Object.assign(params, issue.params);
  return Object.keys(params).length > 0 ? params : undefined;
}

// Shapes name their problems by code ("required", "too_long"); anything else is zod's English sentence.
const asCode = (message: string) => (/^[a-z][a-z0-9_]*$/.test(message) ? message : "invalid_value");

/** The first problem of each field, by the field's path (`columns.3.name`). */
export function fieldProblems(error: z.ZodError): Record<string, FieldProblem> {
  const problems: Record<string, FieldProblem> = {};
  for (const issue of error.issues) {
    const field = issue.path.join(".");
    problems[field] ??= { code: asCode(issue.message), params: paramsOf(issue) };
  }
  return problems;
}
