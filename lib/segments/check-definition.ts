import type { FieldProblem, Refused } from "@/lib/errors";
import { type FieldType, unknownNotation } from "@/lib/profiles/field-types";
import { parseFieldValue } from "@/lib/profiles/parse-field-value";
import { type Condition, type MemberCondition, type SegmentDefinition, conditionsOf } from "./definition";
import { isPeriodUnit, operatorsByType, shapeOf } from "./operators";

/** What the checks and the compiler need to know of the field catalogue. */
export type FieldTypes = ReadonlyMap<string, FieldType>;

/** What they need to know of the segments there are: the name of each, by id. */
export type SegmentNames = ReadonlyMap<string, string>;

export interface Catalogue {
  fields: FieldTypes;
  segments: SegmentNames;
}

export type Problems = Record<string, FieldProblem>;

// Reaches back 27 years in days; a larger number is a slip of the keyboard.
const MAX_PERIOD = 10_000;

// A moment is compared by its day.
const comparedAs = (type: FieldType) => (type === "datetime" ? "date" : type);

const isValue = (type: FieldType, value: string) =>
  parseFieldValue(comparedAs(type), value, { ...unknownNotation, decimal: "." }).ok;

function valueProblem(type: FieldType, value: string): FieldProblem | undefined {
  if (value.trim() === "") return { code: "required" };
  return isValue(type, value) ? undefined : { code: `not_a_${comparedAs(type)}` };
}

function listProblems(type: FieldType, values: string[]): Problems {
  if (values.every((value) => value.trim() === "")) return { values: { code: "required" } };
  const wrong = values.find((value) => value.trim() !== "" && !isValue(type, value));
  if (wrong === undefined) return {};
  return { values: { code: `listed_not_a_${comparedAs(type)}`, params: { value: wrong.slice(0, 60) } } };
}

function periodProblems([number = "", unit]: string[]): Problems {
  if (number.trim() === "") return { "values.0": { code: "required" } };
  const count = Number(number);
  const isCount = Number.isInteger(count) && count >= 1 && count <= MAX_PERIOD;
  if (!isCount) return { "values.0": { code: "not_a_period", params: { limit: MAX_PERIOD } } };
  return isPeriodUnit(unit) ? {} : { "values.1": { code: "choose_unit" } };
}

function fieldConditionProblems(fields: FieldTypes, { field, operator, values }: Condition): Problems {
  const type = fields.get(field);
  if (!type) return { field: { code: "field_unknown", params: { field } } };
  if (!(operatorsByType[type] as readonly string[]).includes(operator))
    return { operator: { code: "choose_operator" } };
  const shape = shapeOf(operator);
  if (shape === "none") return {};
  if (shape === "list") return listProblems(type, values);
  if (shape === "period") return periodProblems(values);
  const problems: Problems = {};
  for (let index = 0; index < (shape === "range" ? 2 : 1); index++) {
    const problem = valueProblem(type, values[index] ?? "");
    if (problem) problems[`values.${index}`] = problem;
  }
  return problems;
}

function memberConditionProblems(segments: SegmentNames, { segmentId, name }: MemberCondition): Problems {
  if (segments.has(segmentId)) return {};
  return { segmentId: { code: "segment_unknown", params: { segment: name } } };
}

/** Everything in a definition that does not fit the catalogue, by path; empty when it can be compiled. */
export function definitionProblems(catalogue: Catalogue, definition: SegmentDefinition): Problems {
  const problems: Problems = {};
  for (const { path, condition } of conditionsOf(definition)) {
    const found =
      condition.kind === "segment"
        ? memberConditionProblems(catalogue.segments, condition)
        : fieldConditionProblems(catalogue.fields, condition);
    for (const [part, problem] of Object.entries(found)) problems[`${path}.${part}`] = problem;
  }
  return problems;
}

/** The refusal of a form whose `definition` has these problems. */
export function refusedDefinition(problems: Problems): Refused {
  const placed = Object.entries(problems).map(([path, problem]) => [`definition.${path}`, problem]);
  return { ok: false, code: "invalid", fields: Object.fromEntries(placed) };
}
