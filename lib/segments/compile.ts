import { type FieldType, unknownNotation } from "@/lib/profiles/field-types";
import { parseFieldValue } from "@/lib/profiles/parse-field-value";
import { type FieldTypes, definitionProblems } from "./check-definition";
import type { Condition, Group, Operator, SegmentDefinition } from "./definition";

export interface CompiledSegment {
  /** A predicate over the table alias `p` of `profile`. */
  sql: string;
  params: (string | number)[];
}

/** A definition that does not fit the field catalogue (any more). `field` is the first field at fault. */
export class UncompilableSegment extends Error {
  constructor(readonly problems: ReturnType<typeof definitionProblems>) {
    super(`The segment's rules do not fit the fields: ${Object.keys(problems).join(", ")}`);
    this.name = "UncompilableSegment";
  }
}

type Bind = (value: string | number) => string;

function typedValue(type: FieldType, text: string): string | number {
  const parsed = parseFieldValue(type, text, { ...unknownNotation, decimal: "." });
  if (!parsed.ok) throw new Error(`A value passed the checks and is no ${type}.`);
  return typeof parsed.value === "boolean" ? String(parsed.value) : parsed.value;
}

const likePattern = (text: string) => text.replace(/[\\%_]/g, (char) => `\\${char}`);

// What is not there is not equal to anything and contains nothing: negations hold for people without a value.
function textPredicate(operator: Operator, field: string, value: string, bind: Bind): string {
  // PostgreSQL folds both sides: JavaScript's lower case of İ or of a final Σ is another one.
  const lower = `lower(${field})`;
  const text = value.trim();
  const folded = (pattern: string) => `lower(${bind(pattern)})`;
  switch (operator) {
    case "equals":
      return `${lower} = ${folded(text)}`;
    case "not_equals":
      return `${lower} IS DISTINCT FROM ${folded(text)}`;
    case "contains":
      return `${lower} LIKE ${folded(`%${likePattern(text)}%`)}`;
    case "not_contains":
      return `(${lower} LIKE ${folded(`%${likePattern(text)}%`)}) IS NOT TRUE`;
    case "starts_with":
      return `${lower} LIKE ${folded(`${likePattern(text)}%`)}`;
    default:
      throw new Error(`No text operator ${operator}.`);
  }
}

const comparisons: Partial<Record<Operator, string>> = {
  equals: "=",
  not_equals: "IS DISTINCT FROM",
  on: "=",
  greater_than: ">",
  after: ">",
  at_least: ">=",
  less_than: "<",
  before: "<",
  at_most: "<=",
};

function orderedPredicate(
  condition: Condition,
  expression: string,
  bindValue: (index: number) => string,
): string {
  if (condition.operator === "between") return `${expression} BETWEEN ${bindValue(0)} AND ${bindValue(1)}`;
  const comparison = comparisons[condition.operator];
  if (!comparison) throw new Error(`No ordered operator ${condition.operator}.`);
  return `${expression} ${comparison} ${bindValue(0)}`;
}

// Dates are stored as yyyy-mm-dd and moments as yyyy-mm-ddThh:mm:ssZ, so the first ten characters are the
// day and compare as text: no cast that a stray value could make fail. Guarded, since another source may have left
// something else under this key.
function datePredicate(condition: Condition, field: string, bind: Bind): string {
  const day = `(CASE WHEN ${field} ~ '^\\d{4}-\\d{2}-\\d{2}' THEN left(${field}, 10) END)`;
  if (condition.operator === "in_last_days") {
    const since = `to_char(now() AT TIME ZONE 'UTC' - make_interval(days => ${bind(Number(condition.values[0]))}::int), 'YYYY-MM-DD')`;
    return `${day} BETWEEN ${since} AND to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
  }
  return orderedPredicate(condition, day, (index) => bind(typedValue("date", condition.values[index] ?? "")));
}

function conditionSql(fields: FieldTypes, condition: Condition, bind: Bind): string {
  const type = fields.get(condition.field) ?? "text";
  const key = bind(condition.field);
  const field = `(p.attributes->>${key})`;
  const { operator } = condition;
  if (operator === "is_set") return `${field} IS NOT NULL`;
  if (operator === "is_not_set") return `${field} IS NULL`;
  if (type === "text") return textPredicate(operator, field, condition.values[0] ?? "", bind);
  if (type === "boolean") return `p.attributes->${key} = '${operator === "is_true"}'::jsonb`;
  if (type === "number") {
    // Guarded, since another source may have left text under this key.
    const number = `(CASE WHEN jsonb_typeof(p.attributes->${key}) = 'number' THEN ${field}::numeric END)`;
    return orderedPredicate(condition, number, (index) => {
      return `${bind(typedValue("number", condition.values[index] ?? ""))}::numeric`;
    });
  }
  return datePredicate(condition, field, bind);
}

function groupSql(fields: FieldTypes, group: Group, bind: Bind): string {
  const parts = group.items.map((item) =>
    item.kind === "group" ? groupSql(fields, item, bind) : conditionSql(fields, item, bind),
  );
  return `(${parts.join(group.match === "all" ? " AND " : " OR ")})`;
}

/**
 * Compiles a definition to a parameterised predicate. Fields come from the catalogue, operators from a fixed table,
 * and every key and value is bound, so nothing a person types becomes SQL. Parameters are numbered from
 * `firstParam`. Throws UncompilableSegment when a field is gone or a value does not fit.
 */
export function compileSegment(
  fields: FieldTypes,
  definition: SegmentDefinition,
  firstParam = 1,
): CompiledSegment {
  const problems = definitionProblems(fields, definition);
  if (Object.keys(problems).length > 0) throw new UncompilableSegment(problems);
  const params: (string | number)[] = [];
  const bind: Bind = (value) => {
    // Texts are bound once. A number is cast where it stands, and one parameter has but one type.
    const known = typeof value === "string" ? params.indexOf(value) : -1;
    const index = known >= 0 ? known : params.push(value) - 1;
    return `$${firstParam + index}${typeof value === "string" ? "::text" : ""}`;
  };
  return { sql: groupSql(fields, definition.root, bind), params };
}
