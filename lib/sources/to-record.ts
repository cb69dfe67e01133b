import { parseFieldValue } from "@/lib/profiles/parse-field-value";
import { MAX_KEY_CHARS, type SourceColumn } from "./schema";

export type AttributeValue = string | number | boolean;

export type RowRecord =
  | { ok: true; key: string; attributes: Record<string, AttributeValue> }
  | { ok: false; code: string; column?: string };

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
    .map((column, index) => ({ ...column, index }))
    .filter((column) => column.isIncluded);

  return function toRecord(cells) {
    const key = cells[keyIndex] ?? "";
    if (key === "") return { ok: false, code: "key_missing", column: plan.keyColumn };
    if (key.length > MAX_KEY_CHARS) return { ok: false, code: "key_too_long", column: plan.keyColumn };
    const attributes: Record<string, AttributeValue> = {};
    for (const field of fields) {
      const text = cells[field.index] ?? "";
      if (text === "") continue;
      const parsed = parseFieldValue(field.type, text, field.notation);
      if (!parsed.ok) return { ok: false, code: `not_a_${field.type}`, column: field.name };
      attributes[field.fieldKey] = parsed.value;
    }
    return { ok: true, key, attributes };
  };
}
