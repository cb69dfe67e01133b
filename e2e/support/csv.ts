import { parse } from "csv-parse/sync";

/** A downloaded file as rows by column. */
export function readCsv(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true }) as Record<string, string>[];
}
