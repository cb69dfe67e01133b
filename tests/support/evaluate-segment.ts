import type { FieldType } from "@/lib/profiles/field-types";
import type { Condition, Group } from "@/lib/segments/definition";
import type { Attributes } from "./people";

export interface Circumstances {
  types: Record<string, FieldType>;
  /** The day in UTC, yyyy-mm-dd. */
  today: string;
}

type Comparable = string | number | undefined;

function ordered(operator: string, value: Comparable, [first, second]: (string | number)[]): boolean {
  if (operator === "not_equals") return value !== first;
  if (value === undefined || first === undefined) return false;
  switch (operator) {
    case "equals":
    case "on":
      return value === first;
    case "greater_than":
    case "after":
      return value > first;
    case "at_least":
      return value >= first;
    case "less_than":
    case "before":
      return value < first;
    case "at_most":
      return value <= first;
    default:
      return second !== undefined && value >= first && value <= second;
  }
}

function text(operator: string, value: string | undefined, wanted: string): boolean {
  switch (operator) {
    case "equals":
      return value === wanted;
    case "not_equals":
      return value !== wanted;
    case "contains":
      return value?.includes(wanted) ?? false;
    case "not_contains":
      return !value?.includes(wanted);
    default:
      return value?.startsWith(wanted) ?? false;
  }
}

function dayBefore(today: string, days: number): string {
  return new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
}

function meets({ field, operator, values }: Condition, person: Attributes, about: Circumstances): boolean {
  const value = person[field];
  if (operator === "is_set") return value !== undefined;
  if (operator === "is_not_set") return value === undefined;
  switch (about.types[field]) {
    case "boolean":
      return value === (operator === "is_true");
    case "number":
      return ordered(operator, typeof value === "number" ? value : undefined, values.map(Number));
    case "text": {
      const wanted = (values[0] ?? "").trim().toLowerCase();
      return text(operator, value === undefined ? undefined : String(value).toLowerCase(), wanted);
    }
    default: {
      const day = /^\d{4}-\d{2}-\d{2}/.exec(String(value))?.[0];
      if (operator === "in_last_days")
        return ordered("between", day, [dayBefore(about.today, Number(values[0])), about.today]);
      return ordered(operator, day, values);
    }
  }
}

/** Whether a person fits a segment's rules: what compileSegment has to agree with, written without SQL. */
export function fits(node: Condition | Group, person: Attributes, about: Circumstances): boolean {
  if (node.kind === "condition") return meets(node, person, about);
  const results = node.items.map((item) => fits(item, person, about));
  return node.match === "all" ? results.every(Boolean) : results.some(Boolean);
}
