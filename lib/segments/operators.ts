import type { FieldType } from "@/lib/profiles/field-types";

/** Which operators a field of each type has, in the order they are offered. */
export const operatorsByType = {
  text: [
    "equals",
    "not_equals",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "in_list",
    "not_in_list",
    "is_set",
    "is_not_set",
  ],
  number: [
    "equals",
    "not_equals",
    "greater_than",
    "at_least",
    "less_than",
    "at_most",
    "between",
    "in_list",
    "not_in_list",
    "is_set",
    "is_not_set",
  ],
  date: [
    "on",
    "before",
    "after",
    "between",
    "today",
    "in_last",
    "in_next",
    "more_than_ago",
    "is_set",
    "is_not_set",
  ],
  datetime: [
    "on",
    "before",
    "after",
    "between",
    "today",
    "in_last",
    "in_next",
    "more_than_ago",
    "is_set",
    "is_not_set",
  ],
  boolean: ["is_true", "is_false", "is_set", "is_not_set"],
} as const satisfies Record<FieldType, readonly string[]>;

export type Operator = (typeof operatorsByType)[FieldType][number];

export const operators = [...new Set(Object.values(operatorsByType).flat())] as [Operator, ...Operator[]];

/** What an operator is given: nothing, one value, two ends, any number of values, or a number and its unit. */
export type OperandShape = "none" | "one" | "range" | "list" | "period";

const shapes: Partial<Record<Operator, OperandShape>> = {
  is_set: "none",
  is_not_set: "none",
  is_true: "none",
  is_false: "none",
  today: "none",
  between: "range",
  in_list: "list",
  not_in_list: "list",
  in_last: "period",
  in_next: "period",
  more_than_ago: "period",
};

/** What an operator is given. */
export function shapeOf(operator: Operator): OperandShape {
  return shapes[operator] ?? "one";
}

export const periodUnits = ["days", "weeks", "months"] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/** Whether `text` names the unit of a period. */
export function isPeriodUnit(text: string | undefined): text is PeriodUnit {
  return (periodUnits as readonly (string | undefined)[]).includes(text);
}
