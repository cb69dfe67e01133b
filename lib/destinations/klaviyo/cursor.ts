/**
 * The cursor in a `next` link. Only the cursor is taken: the link's host is Klaviyo's word, and a credential goes
 * nowhere but to the configured address. Null on the last page, where the link is null, missing or has no cursor.
 */
export function nextCursor(next: string | null | undefined): string | null {
  if (!next || !URL.canParse(next, "https://relative.invalid")) return null;
  return new URL(next, "https://relative.invalid").searchParams.get("page[cursor]") || null;
}
