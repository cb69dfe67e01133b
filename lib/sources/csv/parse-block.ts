import { CsvError, parse } from "csv-parse/sync";
import { linesOf } from "./check-row";
import type { CsvFormat } from "./csv-format";
import { scanLines } from "./scan-lines";

/** How a block ended: as it should, within open quotes, at a quote out of place, or because the caller said so. */
export type BlockEnd = "whole" | "open_quote" | "broken_quote" | "stopped";

/**
 * Takes a record's trimmed cells, the index of the byte just past its line end, and how many physical lines it covers;
 * false stops the parser.
 */
export type OnRecord = (cells: string[], endByte: number, lines: number) => boolean;

class Stop extends Error {}

/**
 * Parses UTF-8 text that begins with a record; `block` must not end between CR and LF. Records before the place
 * where parsing ended have been handed to `onRecord`. What `onRecord` throws passes through.
 */
export function parseBlock(block: Buffer, format: CsvFormat, onRecord: OnRecord): BlockEnd {
  const from = scanLines(block, format, onRecord);
  if (from === "stopped") return "stopped";
  if (from === block.length) return "whole";
  return parseCarefully(block.subarray(from), format, (cells, endByte, lines) =>
    onRecord(cells, from + endByte, lines),
  );
}

/** The same for any block, character by character. */
export function parseCarefully(block: Buffer, format: CsvFormat, onRecord: OnRecord): BlockEnd {
  try {
    parse(block, {
      delimiter: format.delimiter,
      quote: format.quote,
      escape: format.quote,
      // All three at once: files put together from several systems mix them.
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      // Spaces between a delimiter and a quote belong to neither cell.
      ltrim: true,
      rtrim: true,
      on_record: (cells: string[], context) => {
        const trimmed = cells.map((cell) => cell.trim());
        if (!onRecord(trimmed, context.bytes, linesOf(cells))) throw new Stop();
        return null;
      },
    });
    return "whole";
  } catch (error) {
    if (error instanceof Stop) return "stopped";
    if (!(error instanceof CsvError)) throw error;
    return error.code === "CSV_QUOTE_NOT_CLOSED" ? "open_quote" : "broken_quote";
  }
}
