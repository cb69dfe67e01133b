import type { RecordShape } from "@/lib/destinations/types";
import type { Mapping } from "@/lib/exports/schema";

// No custom property can be sent under a name that begins so.
const FIELD_MARK = "$";

/** How a ledger calls what is mapped, in the order of the values: fields of the destination's own, then properties. */
export function attributeNames({ fields, properties }: Mapping): string[] {
  return [...fields.map(({ to }) => `${FIELD_MARK}${to}`), ...properties.map(({ name }) => name)];
}

/** What stands at some places of a ledger's names. */
export function toShape(places: readonly number[], names: readonly string[]): RecordShape {
  const found = places.flatMap((place) => names[place] ?? []);
  const isField = (name: string) => name.startsWith(FIELD_MARK);
  return {
    fields: found.filter(isField).map((name) => name.slice(FIELD_MARK.length)),
    properties: found.filter((name) => !isField(name)),
  };
}
