import type { CsvFormat } from "./csv-format";
import type { CsvItem } from "./csv-item";
import { readCsv, type ReadCsvOptions } from "./read-csv";

export const plainCsv: CsvFormat = { encoding: "utf-8", delimiter: ",", quote: '"' };

/** For tests only: reads a small file to its end, in chunks of `chunkBytes`. */
export async function collectItems(
  bytes: Uint8Array,
  { chunkBytes = 65_536, ...rest }: Partial<CsvFormat> & ReadCsvOptions & { chunkBytes?: number } = {},
): Promise<CsvItem[]> {
  const { isCut, ...format } = rest;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const batches = await Array.fromAsync(readCsv(chunks(), { ...plainCsv, ...format }, { isCut }));
  return batches.flat();
}
