import { type ParsedValue, parseFieldValue } from "@/lib/profiles/parse-field-value";
import { MAX_KEY_CHARS, type SourceColumn } from "./schema";

export type AttributeValue = string | number | boolean;

export type RowRecord =
  | { ok: true; key: string; attributes: Record<string, AttributeValue> }
  | { ok: false; code: string; column?: string };

const codeOf = ({ type, notation }: SourceColumn) =>
  type === "number" && notation.decimal === "none" ? "not_a_whole_number" : `not_a_${type}`;

// Dates, amounts and counts repeat in a column; what was read lately need not be read again.
const REMEMBERED = 1_000;

function parserOf({ type, notation }: SourceColumn): (text: string) => ParsedValue {
  let known = new Map<string, ParsedValue>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const parsed = parseFieldValue(type, text, notation);
    if (known.size >= REMEMBERED) known = new Map();
    known.set(text, parsed);
    return parsed;
  };
}

/**
 * Prepares the reading of rows by one plan of columns. An empty cell is no value; a value that is not of its
 * field's type makes the row bad, so that nothing is stored that cannot be compared.
 */
export function rowReader(plan: {
  keyColumn: string;
  columns: SourceColumn[];
}): (cells: string[]) => RowRecord {
  const keyIndex = plan.columns.findIndex((column) => column.name === plan.keyColumn);
  const fields = plan.columns
    .map((column, index) => ({ ...column, index, parse: parserOf(column) }))
    .filter((column) => column.isIncluded);

  return function toRecord(cells) {
    const key = cells[keyIndex] ?? "";
    if (key === "") return { ok: false, code: "key_missing", column: plan.keyColumn };
    if (key.length > MAX_KEY_CHARS) return { ok: false, code: "key_too_long", column: plan.keyColumn };
    const attributes: Record<string, AttributeValue> = {};
    for (const field of fields) {
      const text = cells[field.index] ?? "";
      if (text === "") continue;
      if (field.type === "text") {
        attributes[field.fieldKey] = text;
        continue;
      }
      const parsed = field.parse(text);
      if (!parsed.ok) return { ok: false, code: codeOf(field), column: field.name };
      attributes[field.fieldKey] = parsed.value;
    }
    return { ok: true, key, attributes };
  };
}
