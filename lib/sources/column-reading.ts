import { type FieldNotation, type FieldType, unknownNotation } from "@/lib/profiles/field-types";

interface Reading {
  type: FieldType;
  notation: FieldNotation;
}

const decimal = (sign: FieldNotation["decimal"]): Reading => ({
  type: "number",
  notation: { ...unknownNotation, decimal: sign },
});
const dated = (type: FieldType, first: FieldNotation["slashDate"]): Reading => ({
  type,
  notation: { ...unknownNotation, slashDate: first },
});

/** The ways a column's values can be read, as the import form offers them: a type, and its notation where it matters. */
export const columnReadings = {
  text: { type: "text", notation: unknownNotation },
  whole: decimal("none"),
  number: decimal(null),
  number_point: decimal("."),
  number_comma: decimal(","),
  date: dated("date", null),
  date_month: dated("date", "month"),
  date_day: dated("date", "day"),
  datetime: dated("datetime", null),
  datetime_month: dated("datetime", "month"),
  datetime_day: dated("datetime", "day"),
  boolean: { type: "boolean", notation: unknownNotation },
} satisfies Record<string, Reading>;
export type ColumnReading = keyof typeof columnReadings;

export const columnReadingIds = Object.keys(columnReadings) as ColumnReading[];

/** Which of them a column has; what its type does not use of its notation is passed over. */
export function readingOf({ type, notation }: Reading): ColumnReading {
  const sign = type === "number" ? notation.decimal : null;
  const first = type === "date" || type === "datetime" ? notation.slashDate : null;
  const found = columnReadingIds.find((id) => {
    const reading = columnReadings[id];
    return reading.type === type && reading.notation.decimal === sign && reading.notation.slashDate === first;
  });
  return found ?? "text";
}
