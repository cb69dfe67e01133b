import type { Destination, FieldValue, MappingWarning } from "@/lib/destinations/types";
import type { FieldMeaning } from "@/lib/profiles/field-types";
import type { ProfileField } from "@/lib/profiles/fields";
import { maskEmail, maskValue } from "@/lib/profiles/mask";
import type { Mapping } from "./schema";
import { toMappedPerson } from "./to-mapped-person";

export interface PreviewPerson {
  profileId: string;
  key: string;
  attributes: Record<string, string | number | boolean>;
  outcome: "valid" | "no_email" | "invalid_email" | "duplicate" | "excluded";
}

/** One person as they would be sent. Who is not sent has no values. */
export interface PreviewRow {
  profileId: string;
  key: string;
  email: string;
  outcome: PreviewPerson["outcome"] | "too_large";
  /** By the key of the destination's field. */
  fields: Record<string, string>;
  /** By the name the property gets. */
  properties: Record<string, string>;
  /** What is left out of this person, and why. */
  warnings: MappingWarning[];
}

interface Preview {
  destination: Pick<Destination, "fields" | "encode">;
  fields: ProfileField[];
  settings: { identifierField: string; mapping: Mapping };
}

type Values = Readonly<Record<string, FieldValue | null | undefined>>;

/** What is sent of `values`: not what is empty or was warned about. */
function shown(values: Values, left: ReadonlySet<string>, meaningOf: (name: string) => FieldMeaning) {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const text = value === null || value === undefined || left.has(name) ? "" : String(value).trim();
      return text === "" ? [] : [[name, maskValue(meaningOf(name), text)]];
    }),
  );
}

/** Lets the destination encode a person and shows what becomes of them. Addresses and phones are masked for all. */
export function toPreviewRow(person: PreviewPerson, { destination, fields, settings }: Preview): PreviewRow {
  const mapped = toMappedPerson(settings, person.attributes);
  const encoding = destination.encode(mapped);
  const { outcome } = person;
  const written = String(person.attributes[settings.identifierField] ?? "").trim();
  const row = {
    profileId: person.profileId,
    key: maskValue("external_id", person.key),
    email: written === "" ? "" : maskEmail(encoding.ok ? encoding.identifier : written),
    fields: {},
    properties: {},
    warnings: [],
  };
  if (outcome !== "valid" || !encoding.ok)
    return { ...row, outcome: outcome === "valid" ? "too_large" : outcome };
  const left = new Set(encoding.warnings.map(({ field }) => field));
  const meaning = (key: string | undefined) => fields.find((one) => one.key === key)?.meaning ?? "none";
  const { mapping } = settings;
  const { email: _, ...others } = mapped.fields;
  return {
    ...row,
    outcome,
    fields: shown(others, left, (to) => {
      const kind = destination.fields.find(({ key }) => key === to)?.kind;
      return kind === "phone" || kind === "email"
        ? kind
        : meaning(mapping.fields.find((one) => one.to === to)?.field);
    }),
    properties: shown(mapped.properties, left, (name) =>
      meaning(mapping.properties.find((one) => one.name === name)?.field),
    ),
    warnings: encoding.warnings,
  };
}
