import type { Encoding, FieldValue, MappedPerson, MappingWarning } from "../types";
import { checkEmail } from "./check-email";
import { checkPhone } from "./check-phone";
import { checkPropertyName, cleanText } from "./clean-text";
import { fields } from "./fields";
import { limits } from "./limits";

type JsonValue = string | number | boolean | (string | number | boolean)[];
type Warn = (field: string, code: string) => void;
/** A value to send; null where there is nothing to send. */
type Reading = JsonValue | null;

// Seen as Segment's limit (contract 7.5).
const longestExternalId = 255;

/**
 * A person as Klaviyo's import wants it. Null is never sent: what has no value is left out, and a custom property
 * that lost its value is named under `unset` (contract 7.4). What cannot be sent beside a good address is left out
 * with a warning. Without an acceptable address, or over `limits.recordBytes`, there is no record.
 */
export function encodeProfile(person: MappedPerson): Encoding {
  const written = person.fields["email"];
  const email = checkEmail(typeof written === "string" ? written : "");
  if (!email.ok)
    return { ok: false, code: email.code === "email_missing" ? "email_missing" : "email_invalid" };
  const warnings: MappingWarning[] = [];
  const warn: Warn = (field, code) => void warnings.push({ field, code });
  const properties = readProperties(person.properties, warn);
  const unset = readUnset(person.unset, new Set(properties.map(([name]) => name)));
  const json = JSON.stringify({
    type: "profile",
    attributes: {
      email: email.identifier,
      ...readFields(person.fields, warn),
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    },
    ...(unset.length > 0 && { meta: { patch_properties: { unset } } }),
  });
  const bytes = Buffer.byteLength(json);
  if (bytes > limits.recordBytes) return { ok: false, code: "record_too_large" };
  return { ok: true, record: { json, bytes }, identifier: email.identifier, warnings };
}

/** The core fields; those of the location stand in an object of their own. */
function readFields(values: MappedPerson["fields"], warn: Warn): Record<string, unknown> {
  const core: [string, JsonValue][] = [];
  const location: [string, JsonValue][] = [];
  for (const { key } of fields) {
    if (key === "email") continue;
    const value = readField(key, values[key], warn);
    if (value === null) continue;
    const [holder, member] = key.split(".");
    if (member === undefined) core.push([key, value]);
    else if (holder === "location") location.push([member, value]);
  }
  return {
    ...Object.fromEntries(core),
    ...(location.length > 0 && { location: Object.fromEntries(location) }),
  };
}

/** Whether it is JSON within JSON, which no type of ours allows and a source may hold all the same. */
function isNested(value: FieldValue | null | undefined): boolean {
  const isObject = (one: unknown) => typeof one === "object" && one !== null && !(one instanceof Date);
  return Array.isArray(value) ? value.some(isObject) : isObject(value);
}

function readField(key: string, value: FieldValue | null | undefined, warn: Warn): Reading {
  if (isNested(value)) {
    warn(key, "not_a_value");
    return null;
  }
  const text = toText(value);
  if (text === "") return null;
  switch (key) {
    case "phone_number": {
      const checked = checkPhone(text);
      if (!checked.ok) warn(key, checked.code);
      return checked.ok ? checked.phone : null;
    }
    case "external_id":
      if (text.length > longestExternalId) warn(key, "too_long");
      return text.length > longestExternalId ? null : text;
    case "location.latitude":
      return readDegrees(key, text, { most: 90, warn });
    case "location.longitude":
      return readDegrees(key, text, { most: 180, warn });
    default:
      return text;
  }
}

function readDegrees(key: string, text: string, { most, warn }: { most: number; warn: Warn }): Reading {
  const degrees = Number(text);
  if (Math.abs(degrees) <= most) return degrees;
  warn(key, "not_a_coordinate");
  return null;
}

function toText(value: FieldValue | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return cleanText(Array.isArray(value) ? value.join(", ") : String(value));
}

/** Custom properties by name, sorted, so that the order of a mapping does not change the record. */
function readProperties(values: MappedPerson["properties"], warn: Warn): [string, JsonValue][] {
  const byName = new Map<string, JsonValue>();
  for (const [written, value] of Object.entries(values)) {
    const checked = checkPropertyName(written);
    if (!checked.ok) {
      warn(written, checked.code);
      continue;
    }
    const read = readProperty(value);
    if (read === "unreadable") warn(written, "not_a_value");
    else if (read && byName.has(checked.name)) warn(written, "property_name_twice");
    else if (read) byName.set(checked.name, read.value);
  }
  return [...byName].sort(([left], [right]) => (left < right ? -1 : 1));
}

/** JSON types survive at Klaviyo: "01234" stays a text, 5 a number; dates are recognised in ISO form (contract 7.9). */
function readProperty(value: FieldValue | null | undefined): { value: JsonValue } | "unreadable" | null {
  if (value === null || value === undefined) return null;
  if (isNested(value)) return "unreadable";
  if (typeof value === "number") return Number.isFinite(value) ? { value } : "unreadable";
  if (typeof value === "boolean") return { value };
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "unreadable" : { value: value.toISOString() };
  if (typeof value === "string") {
    const text = cleanText(value);
    return text === "" ? null : { value: text };
  }
  const items = value
    .map((item) => (typeof item === "string" ? cleanText(item) : item))
    .filter((item) => item !== "" && (typeof item !== "number" || Number.isFinite(item)));
  return items.length === 0 ? null : { value: items };
}

function readUnset(names: readonly string[], kept: ReadonlySet<string>): string[] {
  const unset = new Set<string>();
  for (const written of names) {
    const checked = checkPropertyName(written);
    if (checked.ok && !kept.has(checked.name)) unset.add(checked.name);
  }
  return [...unset].sort();
}
