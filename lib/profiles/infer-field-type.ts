import { unknownNotation, type FieldNotation, type FieldType } from "./field-types";
import { parseFieldValue } from "./parse-field-value";

export type InferredField = { type: FieldType; notation: FieldNotation };

/**
 * The narrowest type that reads every value, and the notation it takes; empty values are passed over. Where the whole
 * column can be read in two ways that differ (only 1.234, or only 03/04/2024) it stays text, for a person to decide.
 */
export function inferFieldType(values: string[]): InferredField {
  const filled = [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))];
  const text: InferredField = { type: "text", notation: unknownNotation };
  if (filled.length === 0) return text;
  const isFlag = !filled.every((value) => value === "0" || value === "1");
  if (isFlag && readsAll(filled, "boolean", unknownNotation))
    return { type: "boolean", notation: unknownNotation };
  return (
    inferWith(filled, "number", decimalSigns) ??
    inferWith(filled, "date", slashDates) ??
    inferWith(filled, "datetime", slashDates) ??
    text
  );
}

/** The notation in which values are read as `type`; the one that takes nothing for granted where it cannot be told. */
export function inferNotation(type: FieldType, values: string[]): FieldNotation {
  const notations = type === "number" ? decimalSigns : slashDates;
  return inferWith(values, type, notations)?.notation ?? unknownNotation;
}

const decimalSigns: FieldNotation[] = [
  { ...unknownNotation, decimal: "." },
  { ...unknownNotation, decimal: "," },
];

const slashDates: FieldNotation[] = [
  { ...unknownNotation, slashDate: "month" },
  { ...unknownNotation, slashDate: "day" },
];

function readsAll(values: string[], type: FieldType, notation: FieldNotation): boolean {
  return values.every((value) => parseFieldValue(type, value, notation).ok);
}

function inferWith(values: string[], type: FieldType, notations: FieldNotation[]): InferredField | undefined {
  const [one, other] = notations.filter((notation) => readsAll(values, type, notation));
  if (!one) return undefined;
  const whole: FieldNotation = { ...unknownNotation, decimal: "none" };
  // Only where both signs read it alike: 1.234 alone may be a fraction.
  if (type === "number" && readsAll(values, type, unknownNotation) && readsAll(values, type, whole))
    return { type, notation: whole };
  if (!other) return { type, notation: one };
  // Both read everything: either it makes no difference, or nobody can tell.
  return readsAll(values, type, unknownNotation) ? { type, notation: unknownNotation } : undefined;
}
