import type { FieldMeaning } from "@/lib/profiles/field-types";
import type { ProfileField } from "@/lib/profiles/fields";
import type { Mapping } from "./schema";

// An external ID is never suggested: beside an address it can fork people there (see the destination's fields).
const targets: Partial<Record<FieldMeaning, string>> = {
  phone: "phone_number",
  first_name: "first_name",
  last_name: "last_name",
  organization: "organization",
  title: "title",
  locale: "locale",
  address: "location.address1",
  city: "location.city",
  region: "location.region",
  zip: "location.zip",
  country: "location.country",
};

/** What Ferry recognises by its meaning besides the address; of two fields with one meaning, the first. */
export function suggestAttributes(fields: readonly ProfileField[]): Mapping["fields"] {
  const taken = new Set<string>();
  return fields.flatMap(({ key, meaning }) => {
    const to = targets[meaning];
    if (!to || taken.has(to)) return [];
    taken.add(to);
    return [{ to, field: key }];
  });
}
