import type { FieldType } from "@/lib/profiles/field-types";

// Object ids of PostgreSQL's own types are the same on every server (pg_type.dat).
const oids = {
  boolean: [16],
  wholeNumber: [20, 21, 23],
  fraction: [700, 701, 1700],
  date: [1082],
  timestamp: [1114],
  timestamptz: [1184],
};

/** How a cursor column counts on: by time, by day, or by number. */
export const cursorKinds = ["timestamptz", "timestamp", "date", "number"] as const;
export type CursorKind = (typeof cursorKinds)[number];

/** The field type a column's own type calls for; null where only its values can tell. */
export function fieldTypeOf(oid: number): FieldType | null {
  if (oids.boolean.includes(oid)) return "boolean";
  if (isWholeNumber(oid) || oids.fraction.includes(oid)) return "number";
  if (oids.date.includes(oid)) return "date";
  return oids.timestamp.includes(oid) || oids.timestamptz.includes(oid) ? "datetime" : null;
}

export const isWholeNumber = (oid: number) => oids.wholeNumber.includes(oid);

/** What a column can be as a cursor; null when its values have no order that grows with changes. */
export function cursorKindOf(oid: number): CursorKind | null {
  if (isWholeNumber(oid)) return "number";
  return (["timestamptz", "timestamp", "date"] as const).find((kind) => oids[kind].includes(oid)) ?? null;
}

// A double has 15 digits that can be relied on; averages and the like come with more.
const DIGITS = 15;

/** A value's text as the readers of fields take it. */
export function toCell(value: string | null, oid: number): string {
  if (value === null) return "";
  if (oids.timestamptz.includes(oid)) return value.replace(/\+00$/, "Z");
  const isFraction = oids.fraction.includes(oid) && /[.e]/.test(value);
  return isFraction ? String(Number(Number(value).toPrecision(DIGITS))) : value;
}
