import { type FieldType, unknownNotation } from "@/lib/profiles/field-types";
import { parseFieldValue } from "@/lib/profiles/parse-field-value";
import type { Bind } from "./binding";
import { dayBounds, dayOf, shiftDay } from "./days";
import type { Condition } from "./definition";
import { type Operator, type PeriodUnit, shapeOf } from "./operators";

/** One question as SQL; it may be null, which is no. */
export interface Predicate {
  sql: string;
  /** What has to hold as well: rarely no, so that it is asked last. */
  guard?: string;
  /** The lower, the fewer people it usually leaves, and the sooner it is asked. */
  rank: number;
}

/** What a condition's meaning depends on besides the person. */
export interface Circumstances {
  now: Date;
  timeZone: string;
}

function typedValue(type: FieldType, text: string): string {
  const parsed = parseFieldValue(type, text, { ...unknownNotation, decimal: "." });
  if (!parsed.ok) throw new Error(`A value passed the checks and is no ${type}.`);
  return String(parsed.value);
}

const likePattern = (text: string) => text.replace(/[\\%_]/g, (char) => `\\${char}`);
const listed = (values: string[]) => values.map((value) => value.trim()).filter((value) => value !== "");

// What is not there is not equal to anything and contains nothing: negations hold for people without a value.
const not = (predicate: string) => `(${predicate}) IS NOT TRUE`;

function textPredicate(operator: Operator, field: string, values: string[], bind: Bind): string {
  // PostgreSQL folds both sides: JavaScript's lower case of İ or of a final Σ is another one.
  const lower = `lower(${field})`;
  const folded = (text: string) => `lower(${bind(text)})`;
  const text = (values[0] ?? "").trim();
  switch (operator) {
    case "equals":
      return `${lower} = ${folded(text)}`;
    case "not_equals":
      return not(textPredicate("equals", field, values, bind));
    case "contains":
      return `${lower} LIKE ${folded(`%${likePattern(text)}%`)}`;
    case "not_contains":
      return not(textPredicate("contains", field, values, bind));
    case "starts_with":
      return `${lower} LIKE ${folded(`${likePattern(text)}%`)}`;
    case "ends_with":
      return `${lower} LIKE ${folded(`%${likePattern(text)}`)}`;
    case "in_list":
      return `${lower} = ANY (ARRAY[${listed(values).map(folded).join(", ")}])`;
    case "not_in_list":
      return not(textPredicate("in_list", field, values, bind));
    default:
      throw new Error(`No text operator ${operator}.`);
  }
}

// Numbers are compared as JSON, where they stand between texts and yes or no: what another source may have left under
// the key lies outside of both ends, and equals none.
const LEAST = "'-1e400'::jsonb";
const BEYOND = "'false'::jsonb";

function numberPredicate(operator: Operator, field: string, values: string[], bind: Bind): string {
  const value = (text = "") => `${bind(typedValue("number", text))}::jsonb`;
  const first = value(values[0]);
  switch (operator) {
    case "equals":
      return `${field} = ${first}`;
    case "not_equals":
      return not(`${field} = ${first}`);
    case "greater_than":
      return `${field} > ${first}`;
    case "at_least":
      return `${field} >= ${first}`;
    case "less_than":
      return `${field} < ${first}`;
    case "at_most":
      return `${field} <= ${first}`;
    case "between":
      return `${field} BETWEEN ${first} AND ${value(values[1])}`;
    case "in_list":
      return `${field} = ANY (ARRAY[${listed(values).map(value).join(", ")}])`;
    case "not_in_list":
      return not(numberPredicate("in_list", field, values, bind));
    default:
      throw new Error(`No number operator ${operator}.`);
  }
}

/** The end that a comparison leaves open, and what is no number lies beyond. */
function numberGuard(operator: Operator, field: string): string | undefined {
  if (operator === "greater_than" || operator === "at_least") return `${field} < ${BEYOND}`;
  return operator === "less_than" || operator === "at_most" ? `${field} > ${LEAST}` : undefined;
}

/** The first and the last day that an operator asks for; null where there is no such end. */
function daysAskedFor({ operator, values }: Condition, about: Circumstances): (string | null)[] {
  const today = dayOf(about.now, about.timeZone);
  if (operator === "today") return [today, today];
  if (shapeOf(operator) === "period") {
    const [count, unit] = [Number(values[0]), values[1] as PeriodUnit];
    if (operator === "in_next") return [today, shiftDay(today, count, unit)];
    const since = shiftDay(today, -count, unit);
    return operator === "in_last" ? [since, today] : [null, since];
  }
  return values.map((value) => typedValue("date", value));
}

// Dates are stored as yyyy-mm-dd and moments as yyyy-mm-ddThh:mm:ss.sssZ, so they compare as bytes: no cast that a
// stray value could make fail. Guarded, since another source may have left something else under this key.
const SHAPE = "'____-__-__%'";
const BEHIND_DIGITS = "':'";

function dayPredicate(
  { condition, type, about }: { condition: Condition; type: "date" | "datetime"; about: Circumstances },
  field: string,
  bind: Bind,
): Omit<Predicate, "rank"> {
  const [first, last] = daysAskedFor(condition, about).map((day) =>
    day === null ? null : dayBounds(day, type, about.timeZone),
  );
  const value = `${field} COLLATE "C"`;
  const from = (text = "") => `${value} >= ${bind(text)}`;
  const until = (text = "") => `${value} < ${bind(text)}`;
  const shaped = `${value} LIKE ${SHAPE}`;
  switch (condition.operator) {
    case "after":
      return { sql: from(first?.end), guard: `${value} < ${BEHIND_DIGITS} AND ${shaped}` };
    case "before":
      return { sql: until(first?.start), guard: shaped };
    case "more_than_ago":
      return { sql: until(last?.start), guard: shaped };
    default:
      return { sql: `${from(first?.start)} AND ${until((last ?? first)?.end)}`, guard: shaped };
  }
}

// What is one thing or begins with one is rare, a range is not, and a negation is met by nearly everybody.
const rare = new Set<Operator>(["equals", "in_list", "on", "today", "starts_with"]);
const common = new Set<Operator>(["not_equals", "not_contains", "not_in_list", "is_set", "is_not_set"]);

function rankOf(operator: Operator): number {
  if (rare.has(operator)) return 0;
  return common.has(operator) ? 3 : 2;
}

/** A condition on a field as a predicate over the table alias `p` of `profile`. */
export function conditionPredicate(
  { type, condition, about }: { type: FieldType; condition: Condition; about: Circumstances },
  bind: Bind,
): Predicate {
  const { operator, values } = condition;
  const key = bind(condition.field);
  const field = `(p.attributes->>${key})`;
  const rank = rankOf(operator);
  if (operator === "is_set") return { rank, sql: `${field} IS NOT NULL` };
  if (operator === "is_not_set") return { rank, sql: `${field} IS NULL` };
  switch (type) {
    case "text":
      return { rank, sql: textPredicate(operator, field, values, bind) };
    case "boolean":
      return { rank, sql: `p.attributes->${key} = '${operator === "is_true"}'::jsonb` };
    case "number": {
      const number = `(p.attributes->${key})`;
      const sql = numberPredicate(operator, number, values, bind);
      return { rank, sql, guard: numberGuard(operator, number) };
    }
    case "date":
    case "datetime":
      return { rank, ...dayPredicate({ condition, type, about }, field, bind) };
  }
}
