/** Why a whole file is refused. Each has one sentence in `messages/`, filled with the params named here. */
export const csvRefusalCodes = [
  /** No bytes, or nothing but a byte order mark and blank lines. */
  "empty",
  /** The first row looks like data. `column`: number (1-based) of the cell that gives it away, 0 if all are empty. */
  "no_header",
  /** The first row cannot be read. `line`, `reason`: a `BadRowCode`. */
  "unreadable_header",
  /** A header and not one row below it. */
  "header_only",
  /** `names`: up to ten of them, joined by ", ". */
  "duplicate_headers",
  /** `count`, `limit`. */
  "too_many_columns",
  /** `found`: "xls", "pdf", "image", "archive", "database" or "unknown". */
  "binary_file",
  /** A compressed file. `found`: "zip", "xlsx", "ods" or "gzip". */
  "zip_file",
  /** What gzip unpacks is larger than any file may be, or grows without end. `limitGb`. */
  "gzip_too_large",
  /** The gzip file is cut off or damaged. */
  "gzip_broken",
  /** NUL characters in the header. `line`. */
  "nul_bytes",
  /** Bytes that mean nothing in the chosen encoding. `encoding`, `line`. */
  "wrong_encoding",
] as const;
export type CsvRefusalCode = (typeof csvRefusalCodes)[number];

/** Why one row is left out while the rest of the file goes in. */
export const badRowCodes = [
  /** More cells than the header, and one of the surplus cells holds something. */
  "too_many_cells",
  /** Fewer cells than the header. */
  "too_few_cells",
  /** A quote opens inside a cell, is followed by text after closing, or is never closed. */
  "broken_quote",
  /** Above `MAX_CELL_CHARS`; the item names the column. */
  "cell_too_long",
  "nul_byte",
  /** Above `MAX_RECORD_BYTES`. */
  "row_too_long",
  /** Bytes that mean nothing in the chosen encoding. */
  "undecodable",
] as const;
export type BadRowCode = (typeof badRowCodes)[number];

export type CsvRefusalParams = Record<string, string | number>;

/** Thrown when a file as a whole cannot be imported. Params hold no cell of a data row, so it may be logged. */
export class CsvRefusal extends Error {
  readonly code: CsvRefusalCode;
  readonly params: CsvRefusalParams;

  constructor(code: CsvRefusalCode, params: CsvRefusalParams = {}) {
    super(`The CSV file is refused: ${code} ${JSON.stringify(params)}`);
    this.name = "CsvRefusal";
    this.code = code;
    this.params = params;
  }
}
