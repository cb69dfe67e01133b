import type { FieldMeaning } from "./field-types";

const looksLikeEmail = /^[^\s@]+@[^\s@]+$/;

/** `anna.kovacs@example.com` → `a•••@e•••.com`: enough to tell people apart on a page, not to write to them. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  if (at < 1) return "•••";
  const host = email.slice(at + 1);
  const top = host.includes(".") ? host.slice(host.lastIndexOf(".")) : "";
  return `${email[0]}•••@${host[0] ?? ""}•••${top}`;
}

/** Keeps the last two digits. */
export function maskPhone(phone: string): string {
  return `•••${phone.slice(-2)}`;
}

/** Masks a value by what its field means, and any value that is an address whatever its field says. */
export function maskValue(meaning: FieldMeaning, value: string): string {
  if (meaning === "email" || looksLikeEmail.test(value)) return maskEmail(value);
  return meaning === "phone" ? maskPhone(value) : value;
}

/** The same for a value of any type: a telephone number may be written as a number. */
export function maskAny(meaning: FieldMeaning, value: string | number | boolean): string | number | boolean {
  const masked = maskValue(meaning, String(value));
  return masked === String(value) ? value : masked;
}

const nameMeanings: readonly FieldMeaning[] = ["first_name", "last_name", "full_name"];

/** The same for a value that is shown apart from its person: of a name, only the first letters are left. */
export function maskSample(
  meaning: FieldMeaning,
  value: string | number | boolean,
): string | number | boolean {
  if (!nameMeanings.includes(meaning)) return maskAny(meaning, value);
  return String(value)
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `${[...word][0]}•••`)
    .join(" ");
}
