import type { BadRowCode } from "./csv-problem";

/** `line` is the physical line (1-based, the header's is usually 1) on which the row begins. */
export type CsvRow = { kind: "row"; line: number; cells: string[] };
export type CsvBadRow = { kind: "bad"; line: number; code: BadRowCode; column?: string };
export type CsvHeader = { kind: "header"; columns: string[] };

/** What reading yields: one header, always first, then rows and bad rows in the order of the file. */
export type CsvItem = CsvHeader | CsvRow | CsvBadRow;
