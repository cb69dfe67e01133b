import type { FieldValue, MappedPerson } from "@/lib/destinations/types";
import type { Mapping } from "./schema";

type Attributes = Readonly<Record<string, FieldValue | null | undefined>>;

/** A profile as an export sends it, before the destination has its say. `unset`: properties that lost their value. */
export function toMappedPerson(
  { identifierField, mapping }: { identifierField: string; mapping: Mapping },
  attributes: Attributes,
  unset: readonly string[] = [],
): MappedPerson {
  const valueOf = (field: string) => (Object.hasOwn(attributes, field) ? attributes[field] : null);
  return {
    fields: {
      ...Object.fromEntries(mapping.fields.map(({ to, field }) => [to, valueOf(field)])),
      email: valueOf(identifierField),
    },
    properties: Object.fromEntries(mapping.properties.map(({ name, field }) => [name, valueOf(field)])),
    unset,
  };
}
