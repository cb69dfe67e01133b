import { z } from "zod";

/** The encodings offered: Unicode, and the three 8-bit code pages of Central and Western Europe. */
export const csvEncodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1250",
  "windows-1252",
  "iso-8859-2",
] as const;
export type CsvEncoding = (typeof csvEncodings)[number];

export const csvDelimiters = [",", ";", "\t", "|"] as const;
export const csvQuotes = ['"', "'"] as const;

/** How the bytes of a CSV file become cells; recognised by `detectCsv`, changeable by a person. */
export const csvFormatSchema = z.object({
  encoding: z.enum(csvEncodings),
  delimiter: z.enum(csvDelimiters),
  quote: z.enum(csvQuotes),
});
export type CsvFormat = z.infer<typeof csvFormatSchema>;

/** A wider file is a pivoted report rather than a list of people; PostgreSQL itself ends at 1,600 columns. */
export const MAX_COLUMNS = 1_000;

/** UTF-16 code units. Room for long notes; a longer cell is a document or a quote that was never closed. */
export const MAX_CELL_CHARS = 10_000;

/** Bytes of one record as UTF-8, 1 MiB. This is all a quote that is never closed may hold in memory. */
export const MAX_RECORD_BYTES = 1_048_576;

/** Bytes of a file's beginning that are enough for `detectCsv` and `previewCsv`, 256 KiB. */
export const CSV_HEAD_BYTES = 262_144;
