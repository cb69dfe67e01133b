import { z } from "zod";

/** Whether PostgreSQL can hold `text`. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Text that PostgreSQL can hold, in a column and in JSON: no NUL, and no half of a surrogate pair. */
export const storableText = z.string().refine(isStorable, "invalid_value");

/** `text` with U+FFFD in place of what PostgreSQL cannot hold. */
export function toStorable(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}
