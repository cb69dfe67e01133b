import type { FieldType } from "@/lib/profiles/field-types";
import type { Condition, Item, SegmentDefinition } from "@/lib/segments/definition";
import type { Attributes } from "./people";

export interface Circumstances {
  types: Record<string, FieldType>;
  /** The moment it is. */
  now: Date;
  /** The segments the person is a member of, by id. */
  memberOf: ReadonlySet<string>;
}

interface Question extends Circumstances {
  timeZone: string;
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
    case "ends_with":
      return value?.endsWith(wanted) ?? false;
    default:
      return value?.startsWith(wanted) ?? false;
  }
}

function isListed<Value>(operator: string, value: Value | undefined, list: Value[]): boolean {
  const isIn = value !== undefined && list.includes(value);
  return operator === "in_list" ? isIn : !isIn;
}

/** The day a clock on the wall of that zone shows. */
function dayOnTheWall(moment: Date, timeZone: string): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return new Intl.DateTimeFormat("en-CA", { ...parts, timeZone }).format(moment);
}

function shift(day: string, count: number, unit: string | undefined): string {
  const date = new Date(day);
  if (unit !== "months") date.setUTCDate(date.getUTCDate() + count * (unit === "weeks" ? 7 : 1));
  else {
    const wanted = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + count);
    const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(wanted, lastDay));
  }
  return date.toISOString().slice(0, 10);
}

function dayOf(type: FieldType | undefined, value: string, timeZone: string): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
  // A date alone is a moment too: its midnight in UTC.
  return day && type === "datetime" ? dayOnTheWall(new Date(value), timeZone) : day;
}

function days({ field, operator, values }: Condition, value: string, about: Question): boolean {
  const day = dayOf(about.types[field], value, about.timeZone);
  const today = dayOnTheWall(about.now, about.timeZone);
  const [count, unit] = [Number(values[0]), values[1]];
  switch (operator) {
    case "today":
      return day === today;
    case "in_last":
      return ordered("between", day, [shift(today, -count, unit), today]);
    case "in_next":
      return ordered("between", day, [today, shift(today, count, unit)]);
    case "more_than_ago":
      return ordered("before", day, [shift(today, -count, unit)]);
    default:
      return ordered(operator, day, values);
  }
}

function meets(condition: Condition, person: Attributes, about: Question): boolean {
  const { field, operator, values } = condition;
  const value = person[field];
  const isList = operator === "in_list" || operator === "not_in_list";
  if (operator === "is_set") return value !== undefined;
  if (operator === "is_not_set") return value === undefined;
  switch (about.types[field]) {
    case "boolean":
      return value === (operator === "is_true");
    case "number": {
      const number = typeof value === "number" ? value : undefined;
      const wanted = values.filter((one) => one.trim() !== "").map(Number);
      return isList ? isListed(operator, number, wanted) : ordered(operator, number, wanted);
    }
    case "text": {
      const folded = value === undefined ? undefined : String(value).toLowerCase();
      const wanted = values.map((one) => one.trim().toLowerCase());
      if (isList) return isListed(operator, folded, wanted.filter(Boolean));
      return text(operator, folded, wanted[0] ?? "");
    }
    default:
      return days(condition, String(value), about);
  }
}

function itemFits(item: Item, person: Attributes, about: Question): boolean {
  if (item.kind === "segment") return about.memberOf.has(item.segmentId) === item.isMember;
  if (item.kind === "condition") return meets(item, person, about);
  const results = item.items.map((one) => itemFits(one, person, about));
  return item.match === "all" ? results.every(Boolean) : results.some(Boolean);
}

/** Whether a person fits a segment's rules: what compileSegment has to agree with, written without SQL. */
export function fits(definition: SegmentDefinition, person: Attributes, given: Circumstances): boolean {
  const about = { ...given, timeZone: definition.timeZone };
  let isFound = false;
  definition.rules.forEach(({ combine, group }, index) => {
    const isOfRule = itemFits(group, person, about);
    if (index === 0 || combine === "union") isFound = index === 0 ? isOfRule : isFound || isOfRule;
    else isFound = combine === "intersect" ? isFound && isOfRule : isFound && !isOfRule;
  });
  return isFound;
}
