import type { Encoding, FieldValue, RecordShape } from "@/lib/destinations/types";
import { attributeNames, toShape } from "../plan/attribute-names";
import type { RunContext } from "../run-context";

/** Encodes a run's people, and says of each which attributes have a value from now on, as PostgreSQL writes an array. */
export interface PersonWriter {
  /** `had`: places in the ledger's names of what has a value at the destination. */
  write: (identifier: string, written: string, had: readonly number[] | null) => Encoding;
}

const nothing: RecordShape = { fields: [], properties: [] };

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
  // Few patterns are shared by many people.
  const arrays = new Map<string, string>();

  function toArray(filled: string): string {
    const known = arrays.get(filled);
    if (known !== undefined) return known;
    const array = `{${places.filter((_, index) => filled[index] === "1").join(",")}}`;
    arrays.set(filled, array);
    return array;
  }

  return {
    write(identifier, written, had) {
      const values = JSON.parse(written) as FieldValue[]; // profiles hold nothing else
      const encoding = encode({ email: identifier, values, had: had ? toShape(had, names) : nothing });
      return encoding.ok ? { ...encoding, filled: toArray(encoding.filled) } : encoding;
    },
  };
}
