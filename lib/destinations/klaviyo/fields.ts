import type { DestinationField } from "../types";

function field(key: string, kind: DestinationField["kind"] = "text"): DestinationField {
  return {
    key,
    kind,
    labelKey: `destinations.klaviyo.fields.${key.replace(".", "_")}`,
    isRequired: key === "email",
  };
}

/**
 * What a profile field can be mapped to, in the order records carry it (contract 7.4). `external_id` is the
 * customer's choice: sent beside an e-mail address it can fork profiles (contract 7.8).
 */
export const fields: readonly DestinationField[] = [
  field("email", "email"),
  field("phone_number", "phone"),
  field("external_id"),
  field("first_name"),
  field("last_name"),
  field("organization"),
  field("title"),
  field("locale"),
  field("image"),
  field("location.address1"),
  field("location.address2"),
  field("location.city"),
  field("location.region"),
  field("location.zip"),
  field("location.country"),
  field("location.latitude", "number"),
  field("location.longitude", "number"),
  field("location.timezone"),
  field("location.ip"),
];
