// What a spreadsheet takes for a formula, or for the start of one.
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line of CSV (RFC 4180). A value that a spreadsheet would calculate gets an apostrophe in front. */
export function toCsvLine(values: readonly string[]): string {
  return `${values.map(toCell).join(",")}\r\n`;
}

function toCell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
