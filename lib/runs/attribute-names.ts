import type { Mapping } from "@/lib/exports/schema";

// No custom property can be sent under a name that begins so.
const FIELD_MARK = "$";

/** How a ledger calls what is mapped, in the order of the values: fields of the destination's own, then properties. */
export function attributeNames({ fields, properties }: Mapping): string[] {
  return [...fields.map(({ to }) => `${FIELD_MARK}${to}`), ...properties.map(({ name }) => name)];
}

/** The destination's field that a ledger's name is of; null for a custom property. */
export function fieldOf(name: string): string | null {
  return name.startsWith(FIELD_MARK) ? name.slice(FIELD_MARK.length) : null;
}
