import { MAX_COLUMNS, type CsvEncoding } from "./csv-format";
import { CsvRefusal } from "./csv-problem";

// Enough to see what is wrong; a file may repeat hundreds of names.
const NAMES_SHOWN = 10;

type HeaderRecord = { cells: string[]; line: number; encoding: CsvEncoding };

/**
 * Makes column names of a file's first record: trimmed, runs of white space as one space, a name left out becomes
 * "Column 3", empty cells at the end dropped. Throws a refusal when the record cannot be a header.
 */
export function toColumns({ cells, line, encoding }: HeaderRecord): string[] {
  refuseDamage(cells, line, encoding);
  const names = cells.map((cell) => cell.trim().replace(/\s+/g, " "));
  const count = names.findLastIndex((name) => name !== "") + 1;
  if (count === 0) throw new CsvRefusal("no_header", { column: 0 });
  if (count > MAX_COLUMNS) throw new CsvRefusal("too_many_columns", { count, limit: MAX_COLUMNS });
  const dataCell = names.findIndex(looksLikeData);
  if (dataCell !== -1) throw new CsvRefusal("no_header", { column: dataCell + 1 });
  const columns = names.slice(0, count).map((name, index) => name || `Column ${index + 1}`);
  refuseDuplicates(columns);
  return columns;
}

/** Whether a record is the hint Excel reads from the first line of a file to learn its delimiter, as in `sep=;`. */
export function isSeparatorHint(cells: string[]): boolean {
  return /^sep=[,;\t|]?$/i.test(cells[0]?.trim() ?? "") && cells.slice(1).every((cell) => cell === "");
}

// An address, or nothing but digits and what stands between the digits of numbers, dates and telephone numbers.
function looksLikeData(name: string): boolean {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name)) return true;
  return /^[+-]?\d[\d\s.,:/+-]*(T[\d:.]+(Z|[+-][\d:]+)?)?$/.test(name);
}

function refuseDamage(cells: string[], line: number, encoding: CsvEncoding): void {
  const text = cells.join("");
  if (text.includes("\0")) throw new CsvRefusal("nul_bytes", { line });
  // Two 8-bit letters read as one of UTF-16 give Chinese; a real header holds some ASCII, if only a delimiter.
  const isGarbled =
    encoding.startsWith("utf-16") && text.length > 0 && cells.length === 1 && !/[\0-\x7f]/.test(text);
  if (isGarbled || text.includes("\ufffd")) throw new CsvRefusal("wrong_encoding", { encoding, line });
}

function refuseDuplicates(columns: string[]): void {
  const seen = new Set<string>();
  const names = columns.filter((column) => {
    const key = column.toLowerCase();
    return seen.has(key) || !seen.add(key);
  });
  if (names.length === 0) return;
  throw new CsvRefusal("duplicate_headers", { names: [...new Set(names)].slice(0, NAMES_SHOWN).join(", ") });
}
