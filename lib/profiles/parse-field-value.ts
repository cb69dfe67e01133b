import { unknownNotation, type FieldNotation, type FieldType } from "./field-types";
import { parseDateText, parseDatetimeText } from "./parse-date-text";
import { parseNumberText } from "./parse-number-text";

/** One value as a profile holds it. */
export type AttributeValue = string | number | boolean;
export type ParsedValue = { ok: true; value: AttributeValue } | { ok: false };

const words = new Map([
  ["yes", true],
  ["true", true],
  ["igen", true],
  ["1", true],
  ["no", false],
  ["false", false],
  ["nem", false],
  ["0", false],
]);

/**
 * Reads a value of a field. Dates become `yyyy-mm-dd`, moments ISO 8601 in UTC ending in Z (a moment without a zone is
 * taken as UTC, a date as its midnight). What could be read in two ways under `notation` is refused. An empty text is
 * "no value" and the caller's to handle.
 */
export function parseFieldValue(
  type: FieldType,
  text: string,
  notation: FieldNotation = unknownNotation,
): ParsedValue {
  const value = read(type, text.trim(), notation);
  return value === undefined ? { ok: false } : { ok: true, value };
}

function read(type: FieldType, text: string, notation: FieldNotation): AttributeValue | undefined {
  switch (type) {
    case "text":
      return text;
    case "number":
      return parseNumberText(text, notation.decimal);
    case "date":
      return parseDateText(text, notation.slashDate);
    case "datetime":
      return parseDatetimeText(text, notation.slashDate);
    case "boolean":
      return words.get(text.toLowerCase());
  }
}
