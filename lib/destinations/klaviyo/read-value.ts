import type { FieldValue } from "../types";
import { checkPhone } from "./check-phone";
import { cleanText } from "./clean-text";

type JsonValue = string | number | boolean | (string | number | boolean)[];
type Warn = (field: string, code: string) => void;

// Seen as Segment's limit (contract 7.5).
const longestExternalId = 255;

/** Whether it is JSON within JSON, which no type of ours allows and a source may hold all the same. */
function isNested(value: FieldValue | null | undefined): boolean {
  if (typeof value !== "object" || value === null || value instanceof Date) return false;
  return !Array.isArray(value) || value.some((one) => typeof one === "object" && one !== null);
}

/** The value of a core field as it is sent; null where there is none, or none that can be sent. */
export function readField(key: string, value: FieldValue | null | undefined, warn: Warn): JsonValue | null {
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

function readDegrees(key: string, text: string, { most, warn }: { most: number; warn: Warn }): number | null {
  const degrees = Number(text);
  if (Math.abs(degrees) <= most) return degrees;
  warn(key, "not_a_coordinate");
  return null;
}

function toText(value: FieldValue | null | undefined): string {
  if (typeof value === "string") return cleanText(value);
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return cleanText(Array.isArray(value) ? value.join(", ") : String(value));
}

/** There is a value that JSON cannot hold. */
export const UNREADABLE = Symbol("unreadable");

/** JSON types survive at Klaviyo: "01234" stays a text, 5 a number; dates are recognised in ISO form (contract 7.9). */
export function readProperty(value: FieldValue | null | undefined): JsonValue | typeof UNREADABLE | null {
  if (typeof value === "string") return cleanText(value) || null;
  if (value === null || value === undefined) return null;
  if (isNested(value)) return UNREADABLE;
  if (typeof value === "number") return Number.isFinite(value) ? value : UNREADABLE;
  if (typeof value === "boolean") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? UNREADABLE : value.toISOString();
  const items = value
    .map((item) => (typeof item === "string" ? cleanText(item) : item))
    .filter((item) => item !== "" && (typeof item !== "number" || Number.isFinite(item)));
  return items.length === 0 ? null : items;
}
