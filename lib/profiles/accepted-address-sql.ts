import type { IdentifierRule } from "@/lib/destinations/types";

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A PostgreSQL condition: whether the normalised address in `column` is accepted. */
export function acceptedAddressSql(rule: IdentifierRule, column: string): string {
  const fits = `octet_length(${column}) <= ${rule.ordinaryLength} OR ${column} !~ ${literal(rule.tooLong)}`;
  return `(${column} ~ ${literal(rule.pattern)} AND (${fits}))`;
}
