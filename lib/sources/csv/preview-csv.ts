import type { CsvFormat } from "./csv-format";
import type { CsvBadRow, CsvRow } from "./csv-item";
import { readCsv } from "./read-csv";

// What a person looks through before importing.
const PREVIEW_ROWS = 50;

export type CsvPreview = {
  columns: string[];
  rows: Pick<CsvRow, "line" | "cells">[];
  bad: Omit<CsvBadRow, "kind">[];
};

export type PreviewCsvOptions = {
  /** False when `head` is only the file's beginning; its last record, cut off, is then left out. */
  isWhole: boolean;
  /** Rows shown, and likewise bad rows. Types and keys are proposed the better the more rows there are. */
  maxRows?: number;
};

/** Reads the first rows of a file from its head (`CSV_HEAD_BYTES` are enough). Throws `CsvRefusal` as `readCsv` does. */
export async function previewCsv(
  head: Uint8Array,
  format: CsvFormat,
  { isWhole, maxRows = PREVIEW_ROWS }: PreviewCsvOptions,
): Promise<CsvPreview> {
  const preview: CsvPreview = { columns: [], rows: [], bad: [] };
  for await (const items of readCsv(once(head), format, { isCut: !isWhole })) {
    for (const item of items) {
      if (preview.rows.length >= maxRows) return preview;
      if (item.kind === "header") preview.columns = item.columns;
      else if (item.kind === "row") preview.rows.push({ line: item.line, cells: item.cells });
      else if (preview.bad.length < maxRows) preview.bad.push(withoutKind(item));
    }
  }
  return preview;
}

function withoutKind({ line, code, column }: CsvBadRow): Omit<CsvBadRow, "kind"> {
  return column === undefined ? { line, code } : { line, code, column };
}

async function* once(head: Uint8Array): AsyncGenerator<Uint8Array> {
  yield head;
}
