import { type FieldMeaning, type FieldType, unknownNotation } from "@/lib/profiles/field-types";
import { inferFieldType } from "@/lib/profiles/infer-field-type";
import { guessMeaning } from "../csv/guess-meaning";
import { toFieldKey } from "../csv/to-field-key";
import type { SourceColumn } from "../schema";
import type { AttributeValue } from "@/lib/profiles/parse-field-value";

/** The catalogue as far as a push has to know it: what each field holds, by its key. */
export type KnownTypes = ReadonlyMap<string, FieldType>;

// What JSON says of itself counts. Only texts are looked at, for dates and moments; "12" in quotation marks is a text.
function typeOf(meaning: FieldMeaning, values: AttributeValue[]): FieldType {
  // A postal code or a telephone number is made of digits and still no number.
  if (meaning !== "none") return "text";
  const [first] = values;
  if (typeof first === "number" || typeof first === "boolean") return typeof first as "number" | "boolean";
  const { type } = inferFieldType(values.filter((value) => typeof value === "string"));
  return type === "date" || type === "datetime" ? type : "text";
}

/**
 * Proposes the field for an attribute that the source sends for the first time, from its name and its values in one
 * request, as a file's column would be. A field that the catalogue has keeps its type.
 */
export function proposeField(
  name: string,
  values: AttributeValue[],
  { columns, types }: { columns: SourceColumn[]; types: KnownTypes },
): SourceColumn {
  const taken = new Set(columns.map((column) => column.fieldKey));
  const fieldKey = toFieldKey(name, { position: columns.length + 1, taken });
  const guess = guessMeaning(name, values.map(String));
  const meaning = columns.some((column) => column.meaning === guess) ? "none" : guess;
  const type = types.get(fieldKey) ?? typeOf(guess, values);
  return {
    name,
    fieldKey,
    fieldName: name.trim(),
    type,
    notation: unknownNotation,
    meaning,
    isIncluded: true,
  };
}
