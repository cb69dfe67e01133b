import { escapeLiteral } from "pg";
import type { CursorKind } from "./column-kinds";

const shapes: Record<CursorKind, RegExp> = {
  number: /^-?\d{1,19}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  timestamp: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?Z$/,
};

// Of two moments written alike the later one sorts last, once the Z that would stand where the other has a fraction is off.
const isAfter = (kind: CursorKind, one: string, other: string) =>
  kind === "number" ? BigInt(one) > BigInt(other) : one.replace("Z", "") > other.replace("Z", "");

/** Follows how far a cursor column has got. `now` is the database's own clock, written as the column's values are. */
export function followCursor(kind: CursorKind, now: string, before: string | null) {
  let latest = before;
  return {
    see(value: string) {
      // Infinity, and placeholders such as the year 9999: behind them no change would ever be seen again.
      if (!shapes[kind].test(value) || (kind !== "number" && isAfter(kind, value, now))) return;
      if (latest === null || isAfter(kind, value, latest)) latest = value;
    },
    latest: () => latest,
  };
}

/** From where to read on, as SQL: the cursor less its overlap, in minutes or as a difference of numbers. */
export function sinceSql(kind: CursorKind, value: string, overlap: number): string {
  if (!shapes[kind].test(value)) throw new Error(`A stored cursor is none of the kind ${kind}.`);
  const literal = escapeLiteral(value);
  if (kind === "number") return `${literal}::bigint - ${overlap}`;
  const moment = `${literal}::${kind === "date" ? "timestamp" : kind} - interval '${overlap} minutes'`;
  return kind === "date" ? `(${moment})::date` : moment;
}
