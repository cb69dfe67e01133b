import type { FieldMeaning, FieldNotation, FieldType } from "@/lib/profiles/field-types";
import { inferFieldType } from "@/lib/profiles/infer-field-type";
import { guessMeaning } from "./guess-meaning";
import type { CsvPreview } from "./preview-csv";
import { toFieldKey } from "./to-field-key";

export type ProposedColumn = {
  name: string;
  /** Where the field is stored: unique, ASCII, at most 60 characters. */
  fieldKey: string;
  type: FieldType;
  notation: FieldNotation;
  meaning: FieldMeaning;
  /** Every row of the preview has a value here, and no two the same. */
  isKeyCandidate: boolean;
};

/** Proposes a field for each column of a preview. Of columns with one meaning the first has it, the others none. */
export function proposeColumns({ columns, rows }: Pick<CsvPreview, "columns" | "rows">): ProposedColumn[] {
  const taken = new Set<string>();
  const meant = new Set<FieldMeaning>();
  return columns.map((name, index) => {
    const values = rows.map((row) => row.cells[index] ?? "").filter((value) => value !== "");
    const guess = guessMeaning(name, values);
    const meaning = meant.has(guess) ? "none" : guess;
    const fieldKey = toFieldKey(name, { position: index + 1, taken });
    taken.add(fieldKey);
    meant.add(meaning);
    const isKeyCandidate =
      rows.length > 0 && values.length === rows.length && new Set(values).size === rows.length;
    return { name, fieldKey, ...typeFor(guess, values), meaning, isKeyCandidate };
  });
}

// A postal code or a telephone number is made of digits and still no number.
function typeFor(meaning: FieldMeaning, values: string[]): Pick<ProposedColumn, "type" | "notation"> {
  return inferFieldType(meaning === "none" ? values : []);
}

/**
 * The name of the column that should tell customers apart: of those that can, one that is called an identifier, then
 * the e-mail address, then the first that is not a date or yes/no, and one that is no name or other such thing of a
 * person first: two may have the same. Null when there is none.
 */
export function proposeKey(columns: ProposedColumn[]): string | null {
  const candidates = columns.filter(
    ({ isKeyCandidate, type }) => isKeyCandidate && (type === "text" || type === "number"),
  );
  const byMeaning = (meaning: FieldMeaning) => candidates.find((column) => column.meaning === meaning);
  return (byMeaning("external_id") ?? byMeaning("email") ?? byMeaning("none") ?? candidates[0])?.name ?? null;
}
