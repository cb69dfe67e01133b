import type { IdentifierCheck, IdentifierRule } from "../types";

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const topLabel = "(?:[a-z][a-z]+|xn--[a-z0-9-]*[a-z0-9])";

/** At most 254 characters, 64 before the one `@`, 63 in a label of the host. */
export const emailRule: IdentifierRule = {
  pattern: `^${atom}(?:\\.${atom})*@(?:${label}\\.)+${topLabel}$`,
  ordinaryLength: 63,
  tooLong: "^.{255}|^[^@]{65}|@.*[^.]{64}",
};
const pattern = new RegExp(emailRule.pattern);
const tooLong = new RegExp(emailRule.tooLong);

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
  const isGood = pattern.test(email) && (email.length <= emailRule.ordinaryLength || !tooLong.test(email));
  return isGood ? { ok: true, identifier: email } : { ok: false, code: "email_invalid" };
}
