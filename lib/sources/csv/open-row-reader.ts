import { checkRow } from "./check-row";
import { MAX_CELL_CHARS, MAX_RECORD_BYTES, type CsvFormat } from "./csv-format";
import type { CsvItem } from "./csv-item";
import { CsvRefusal, type BadRowCode } from "./csv-problem";
import { endOfLine } from "./cut-lines";
import { parseBlock } from "./parse-block";
import { isSeparatorHint, toColumns } from "./to-columns";

/** What follows the text read so far: more of it, nothing (or a line too long to read), or a part that was cut off. */
export type TextEnd = "more" | "closed" | "cut";

/** Reads whole lines one block after the other. */
export type RowReader = {
  read(lines: Buffer, end: TextEnd): CsvItem[];
  /** Takes note of a line that was too long to be handed over. */
  skipTooLongLine(): CsvItem[];
};

/**
 * Opens a reader that finds its way back after a fault. A row of wrong shape costs the one physical line it begins
 * on, and reading goes on with the next line: a quote that is never closed is held for `MAX_RECORD_BYTES` at most,
 * then its line is reported and the lines after it are read again, so no row vanishes inside a neighbour's cell.
 * Throws a refusal when the first record cannot be a header.
 */
export function openRowReader(format: CsvFormat): RowReader {
  let columns: string[] | undefined;
  let unread: Buffer = Buffer.alloc(0);
  let line = 1;
  let bytesToWaitFor = 0;
  let items: CsvItem[] = [];

  const report = (code: BadRowCode, column?: string) => {
    if (!columns) throw unreadableHeader(code, line, format);
    items.push(column === undefined ? { kind: "bad", line, code } : { kind: "bad", line, code, column });
  };

  const skipLine = () => {
    const end = endOfLine(unread, 0);
    unread = end === -1 ? unread.subarray(unread.length) : unread.subarray(end);
    line += 1;
  };

  const readHeader = (cells: string[], bytes: number) => {
    if (bytes > MAX_RECORD_BYTES) report("row_too_long");
    if (cells.some((cell) => cell.length > MAX_CELL_CHARS)) report("cell_too_long");
    const isBlank = cells.length === 1 && cells[0]?.trim() === "";
    if (isBlank || isSeparatorHint(cells)) return;
    columns = toColumns({ cells, line, encoding: format.encoding });
    items.push({ kind: "header", columns });
  };

  const readBlock = () => {
    const mayHoldDamage = unread.includes(0) || unread.includes("\ufffd");
    let start = 0;
    const end = parseBlock(unread, format, (cells, endByte, lines) => {
      if (!columns) readHeader(cells, endByte - start);
      else {
        const row = checkRow({ cells, columns, bytes: endByte - start, lines, mayHoldDamage });
        if (row.kind === "row") items.push({ kind: "row", line, cells: row.cells });
        else if (row.kind !== "blank") report(row.code, row.column);
        if (row.kind === "stray" && lines > 1) return false;
      }
      line += lines;
      start = endByte;
      return true;
    });
    // The parser makes no record of spaces that end a file.
    unread = unread.subarray(end === "whole" ? unread.length : start);
    return end;
  };

  const readAll = (textEnd: TextEnd) => {
    while (unread.length > 0) {
      const end = readBlock();
      if (end === "open_quote" && mayStillClose(unread.length, textEnd)) break;
      if (end === "open_quote" || end === "broken_quote") report("broken_quote");
      if (end !== "whole") skipLine();
    }
    // Doubling keeps the work linear while a long quoted cell comes in.
    bytesToWaitFor = Math.min(unread.length * 2, MAX_RECORD_BYTES + 1);
    const read = items;
    items = [];
    return read;
  };

  return {
    read(lines, end) {
      unread = unread.length === 0 ? lines : Buffer.concat([unread, lines]);
      return end === "more" && unread.length < bytesToWaitFor ? [] : readAll(end);
    },
    skipTooLongLine() {
      const read = readAll("closed");
      report("row_too_long");
      line += 1;
      return [...read, ...items.splice(0)];
    },
  };
}

// At a cut, a short open cell is probably a good one whose end is not there; a long one would be refused anyway.
function mayStillClose(openBytes: number, end: TextEnd): boolean {
  return end === "more" ? openBytes <= MAX_RECORD_BYTES : end === "cut" && openBytes <= MAX_CELL_CHARS;
}

function unreadableHeader(reason: BadRowCode, line: number, { encoding }: CsvFormat): CsvRefusal {
  // Bytes of an 8-bit file hold no line end when they are read in pairs.
  if (encoding.startsWith("utf-16") && reason === "row_too_long") {
    return new CsvRefusal("wrong_encoding", { encoding, line });
  }
  return new CsvRefusal("unreadable_header", { line, reason });
}
