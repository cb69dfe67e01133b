import { type ParsedValue, parseFieldValue } from "@/lib/profiles/parse-field-value";
import { MAX_KEY_CHARS, type SourceColumn } from "./schema";

export type RowRecord =
  | {
      ok: true;
      key: string;
      /** An object of values by field key, as JSON. */
      attributes: string;
    }
  | { ok: false; code: string; column?: string };

const codeOf = ({ type, notation }: SourceColumn) =>
  type === "number" && notation.decimal === "none" ? "not_a_whole_number" : `not_a_${type}`;

// Dates repeat in a column; what was read lately need not be read again.
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

// All but quotation marks, backslashes, control characters and halves of characters, which JSON writes otherwise.
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
const quote = (text: string) => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

/** A value as JSON, or undefined where it is not of its field's type. */
function writerOf(column: SourceColumn): (text: string) => string | undefined {
  if (column.type === "text") return quote;
  const parse = parserOf(column);
  return (text) => {
    const parsed = parse(text);
    if (!parsed.ok) return undefined;
    return typeof parsed.value === "string" ? quote(parsed.value) : String(parsed.value);
  };
}

/**
 * Prepares the reading of rows by one plan of columns. An empty cell is no value; a value that is not of its
 * field's type makes the row bad, so that nothing is stored that cannot be compared. Cells come trimmed.
 */
export function rowReader(plan: {
  keyColumn: string;
  columns: SourceColumn[];
}): (cells: string[]) => RowRecord {
  const keyIndex = plan.columns.findIndex((column) => column.name === plan.keyColumn);
  const fields = plan.columns
    .map((column, index) => ({ column, index, name: `${quote(column.fieldKey)}:`, write: writerOf(column) }))
    .filter(({ column }) => column.isIncluded);

  return function toRecord(cells) {
    const key = cells[keyIndex] ?? "";
    if (key === "") return { ok: false, code: "key_missing", column: plan.keyColumn };
    if (key.length > MAX_KEY_CHARS) return { ok: false, code: "key_too_long", column: plan.keyColumn };
    let attributes = "";
    for (const { column, index, name, write } of fields) {
      const text = cells[index] ?? "";
      if (text === "") continue;
      const value = write(text);
      if (value === undefined) return { ok: false, code: codeOf(column), column: column.name };
      attributes += attributes === "" ? name + value : `,${name}${value}`;
    }
    return { ok: true, key, attributes: `{${attributes}}` };
  };
}
