// C0 and C1 controls except tab and line ends: nobody typed them, and some stores refuse them.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

// Most values: no space at either end, nothing that could be a control or half of a pair.
const plain = /^[!-~\u00A1-\u167F](?:[ -~\u00A0-\u167F]*[!-~\u00A1-\u167F])?$/;

/** A text as JSON may carry it: lone surrogates become U+FFFD, control characters go, ends are trimmed. */
export function cleanText(text: string): string {
  if (plain.test(text)) return text;
  return text.toWellFormed().replace(controls, "").trim();
}

/**
 * The name of a custom property, on one line and in NFC, or why it cannot have it: empty, or beginning with `$`,
 * which Klaviyo reserves (contract 7.9).
 */
export function checkPropertyName(
  written: string,
): { ok: true; name: string } | { ok: false; code: "property_name_empty" | "property_name_reserved" } {
  const name = cleanText(written).normalize("NFC").replace(/\s+/g, " ");
  if (name === "") return { ok: false, code: "property_name_empty" };
  return name.startsWith("$") ? { ok: false, code: "property_name_reserved" } : { ok: true, name };
}
