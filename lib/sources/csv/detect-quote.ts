import { csvQuotes, type CsvFormat } from "./csv-format";

// One cell between apostrophes may be a nickname.
const MIN_APOSTROPHE_CELLS = 2;

/** The quote of a CSV text: apostrophes only where they enclose whole cells and double quotes enclose none. */
export function detectQuote(text: string): CsvFormat["quote"] {
  const [double, apostrophe] = csvQuotes;
  if (enclosedCells(text, double) > 0) return double;
  return enclosedCells(text, apostrophe) >= MIN_APOSTROPHE_CELLS ? apostrophe : double;
}

function enclosedCells(text: string, quote: string): number {
  const cell = new RegExp(`(?<=^|[,;\\t|])${quote}[^${quote}]*${quote}(?=[,;\\t|\\r\\n]|$)`, "gm");
  return text.match(cell)?.length ?? 0;
}
