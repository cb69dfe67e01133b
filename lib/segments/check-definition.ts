import type { FieldProblem } from "@/lib/errors";
import { type FieldType, unknownNotation } from "@/lib/profiles/field-types";
import { parseFieldValue } from "@/lib/profiles/parse-field-value";
import { type Condition, type SegmentDefinition, arityOf, conditionsOf, operatorsByType } from "./definition";

/** What the checks and the compiler need to know of the field catalogue. */
export type FieldTypes = ReadonlyMap<string, FieldType>;

// Ten thousand days reach back 27 years; a larger number is a slip of the keyboard.
const MAX_DAYS = 10_000;

function valueProblem(type: FieldType, condition: Condition, value: string): FieldProblem | undefined {
  if (value.trim() === "") return { code: "required" };
  if (condition.operator === "in_last_days") {
    const days = Number(value);
    return Number.isInteger(days) && days >= 1 && days <= MAX_DAYS
      ? undefined
      : { code: "not_days", params: { limit: MAX_DAYS } };
  }
  // A moment is compared by its day.
  const comparedAs = type === "datetime" ? "date" : type;
  return parseFieldValue(comparedAs, value, { ...unknownNotation, decimal: "." }).ok
    ? undefined
    : { code: `not_a_${comparedAs}` };
}

function conditionProblems(fields: FieldTypes, condition: Condition): Record<string, FieldProblem> {
  const type = fields.get(condition.field);
  if (!type) return { field: { code: "field_unknown", params: { field: condition.field } } };
  if (!(operatorsByType[type] as readonly string[]).includes(condition.operator))
    return { operator: { code: "choose_operator" } };
  const problems: Record<string, FieldProblem> = {};
  for (let index = 0; index < arityOf(condition.operator); index++) {
    const problem = valueProblem(type, condition, condition.values[index] ?? "");
    if (problem) problems[`values.${index}`] = problem;
  }
  return problems;
}

/** Everything in a definition that does not fit the field catalogue, by path; empty when it can be compiled. */
export function definitionProblems(
  fields: FieldTypes,
  definition: SegmentDefinition,
): Record<string, FieldProblem> {
  const problems: Record<string, FieldProblem> = {};
  for (const { path, condition } of conditionsOf(definition))
    for (const [part, problem] of Object.entries(conditionProblems(fields, condition)))
      problems[`${path}.${part}`] = problem;
  return problems;
}
