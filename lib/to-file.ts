import { toCsvLine } from "@/lib/csv-line";
import type { Download } from "@/lib/download";

type Cell = string | null;
export type FileFormat = "csv" | "ndjson";

const types = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
};

/** Records as CSV that spreadsheets do not calculate, or as NDJSON; read page by page while the file goes out. */
export function toFile<Column extends string>(
  { name, format, columns }: { name: string; format: FileFormat; columns: readonly Column[] },
  pages: AsyncGenerator<Record<Column, Cell>[]>,
): Download {
  const toLine = (record: Record<Column, Cell>) =>
    format === "csv"
      ? toCsvLine(columns.map((column) => record[column] ?? ""))
      : `${JSON.stringify(record)}\n`;
  async function* pieces() {
    // The mark at the start is how spreadsheets know UTF-8.
    if (format === "csv") yield `\ufeff${toCsvLine(columns)}`;
    for await (const page of pages) yield page.map(toLine).join("");
  }
  return { fileName: `${name}.${format}`, type: types[format], pieces: pieces() };
}
