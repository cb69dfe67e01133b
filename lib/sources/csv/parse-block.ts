import { CsvError, parse } from "csv-parse/sync";
import type { CsvFormat } from "./csv-format";

/** How a block ended: as it should, within open quotes, at a quote out of place, or because the caller said so. */
export type BlockEnd = "whole" | "open_quote" | "broken_quote" | "stopped";

/** Takes a record's cells, and the index of the byte just past its line end; false stops the parser. */
export type OnRecord = (cells: string[], endByte: number) => boolean;

class Stop extends Error {}

/**
 * Parses UTF-8 text that begins with a record; `block` must not end between CR and LF. Records before the place
 * where parsing ended have been handed to `onRecord`. What `onRecord` throws passes through.
 */
export function parseBlock(block: Buffer, format: CsvFormat, onRecord: OnRecord): BlockEnd {
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
        if (!onRecord(cells, context.bytes)) throw new Stop();
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
