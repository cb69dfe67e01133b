import type { IdentifierCheck } from "../types";

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const localPattern = new RegExp(`^${atom}(?:\\.${atom})*$`);
const labelPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const topLabelPattern = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;

/**
 * An address as it is compared and sent (NFKC, trimmed, lower case), or why it cannot be sent.
 *
 * Klaviyo's rule is unpublished and one bad address refuses a whole request (contract 7.5), so this is RFC 5321 with
 * what no mail system of today issues left out: at most 254 characters, 64 before the one `@`, a dot-atom without
 * quotes, a host of two or more labels under a top level of letters. Only ASCII: an international host is taken in
 * its `xn--` form, because the address must stay one text in Ferry, in the ledger and at Klaviyo.
 */
export function checkEmail(written: string): IdentifierCheck {
  const email = written.normalize("NFKC").trim().toLowerCase();
  if (email === "") return { ok: false, code: "email_missing" };
  return isPlausible(email) ? { ok: true, identifier: email } : { ok: false, code: "email_invalid" };
}

function isPlausible(email: string): boolean {
  if (email.length > 254) return false;
  const at = email.indexOf("@");
  const local = email.slice(0, Math.max(at, 0));
  if (local.length === 0 || local.length > 64 || !localPattern.test(local)) return false;
  const labels = email.slice(at + 1).split(".");
  const top = labels.at(-1) ?? "";
  return labels.length >= 2 && topLabelPattern.test(top) && labels.every((label) => labelPattern.test(label));
}
