import { MAX_CELL_CHARS, MAX_RECORD_BYTES } from "./csv-format";
import type { BadRowCode } from "./csv-problem";

/**
 * `stray`: the record's shape is wrong, and a quote may have swallowed its neighbours. `bad`: the record stands
 * where it should, its content is not usable. `blank`: it says nothing.
 */
export type RowCheck =
  | { kind: "row"; cells: string[] }
  | { kind: "blank" }
  | { kind: "stray" | "bad"; code: BadRowCode; column?: string };

type ParsedRecord = {
  cells: string[];
  columns: string[];
  /** Bytes of the record in the text, quotes and line end included. */
  bytes: number;
  /** Physical lines it covers. */
  lines: number;
  /** False when the text around holds neither NUL nor U+FFFD, so that cells need not be searched for them. */
  mayHoldDamage: boolean;
};

/**
 * Checks one record of trimmed cells against its header, and gives exactly as many as there are columns.
 *
 * A row must have as many cells as the header: a line break without quotes leaves two short rows, and filling them
 * up would make two customers of them. Empty cells beyond the header lose nothing and are dropped.
 */
export function checkRow({ cells, columns, bytes, lines, mayHoldDamage }: ParsedRecord): RowCheck {
  const isSpread = lines > 1;
  if (bytes > MAX_RECORD_BYTES) return { kind: "stray", code: isSpread ? "broken_quote" : "row_too_long" };
  if (cells.every((cell) => cell === "")) return { kind: "blank" };
  if (cells.length < columns.length)
    return { kind: "stray", code: isSpread ? "broken_quote" : "too_few_cells" };
  if (cells.length > columns.length) {
    const surplus = cells.splice(columns.length);
    const isFilled = surplus.some((cell) => cell !== "");
    if (isFilled) return { kind: "stray", code: isSpread ? "broken_quote" : "too_many_cells" };
  }
  const long = cells.findIndex((cell) => cell.length > MAX_CELL_CHARS);
  if (long !== -1) return { kind: "stray", code: "cell_too_long", column: columns[long] };
  return (mayHoldDamage && findDamage(cells, columns)) || { kind: "row", cells: cells };
}

function findDamage(cells: string[], columns: string[]): RowCheck | undefined {
  const index = cells.findIndex((cell) => cell.includes("\0") || cell.includes("\ufffd"));
  if (index === -1) return undefined;
  return {
    kind: "bad",
    code: cells[index]?.includes("\0") ? "nul_byte" : "undecodable",
    column: columns[index],
  };
}

/** Physical lines a record covers: the one it ends on, and one for each line break within its quotes. */
export function linesOf(cells: string[]): number {
  let lines = 1;
  for (const cell of cells) {
    if (cell.includes("\n") || cell.includes("\r")) lines += cell.split(/\r\n|\n|\r/).length - 1;
  }
  return lines;
}
