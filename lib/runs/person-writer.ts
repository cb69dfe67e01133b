import type { Encoding, FieldValue } from "@/lib/destinations/types";
import { attributeNames, fieldOf } from "./attribute-names";
import type { RunContext } from "./run-context";

/** Encodes a run's people, and says of each which attributes have a value from now on, as PostgreSQL writes an array. */
export interface PersonWriter {
  /** `had`: places in the ledger's names of what has a value at the destination. */
  write: (identifier: string, written: string, had: readonly number[] | null) => Encoding;
}

export function createPersonWriter({
  destination,
  settings,
  attributeNames: names,
}: RunContext): PersonWriter {
  const { fields, properties } = settings.mapping;
  const encode = destination.createEncoder({
    fields: fields.map(({ to }) => to),
    properties: properties.map(({ name }) => name),
  });
  const places = attributeNames(settings.mapping).map((name) => names.indexOf(name));
  const mapped = new Set(places);
  // Few patterns are shared by many people.
  const arrays = new Map<string, string>();

  function toArray(filled: string): string {
    const known = arrays.get(filled);
    if (known !== undefined) return known;
    const array = `{${places.filter((_, index) => filled[index] === "1").join(",")}}`;
    arrays.set(filled, array);
    return array;
  }

  function propertiesOf(had: readonly number[]): string[] {
    return had.map((place) => names[place] ?? "").filter((name) => fieldOf(name) === null);
  }

  return {
    write(identifier, written, had) {
      const values = JSON.parse(written) as FieldValue[]; // profiles hold nothing else
      const encoding = encode({ email: identifier, values, had: had === null ? [] : propertiesOf(had) });
      if (!encoding.ok) return encoding;
      // A field of the destination's own stays as it is there (rule 5).
      for (const place of had ?? []) {
        const field = fieldOf(names[place] ?? "");
        if (field !== null && mapped.has(place) && encoding.filled[places.indexOf(place)] === "0")
          encoding.warnings.push({ field, code: "emptied" });
      }
      return { ...encoding, filled: toArray(encoding.filled) };
    },
  };
}
