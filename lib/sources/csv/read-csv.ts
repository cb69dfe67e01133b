import type { CsvFormat } from "./csv-format";
import type { CsvItem } from "./csv-item";
import { CsvRefusal } from "./csv-problem";
import { cutLines } from "./cut-lines";
import { decodeText } from "./decode-text";
import { openRowReader } from "./open-row-reader";
import { watchEncoding } from "./watch-encoding";

export type ReadCsvOptions = {
  /** The chunks are only a file's beginning: a last record without its end is left out, not reported. */
  isCut?: boolean;
};

/**
 * Reads a CSV file as batches of items, one for about 64 KiB of text; the first batch begins with the header and has
 * a row or a bad row in it. Memory is flat (`MAX_RECORD_BYTES` and a few blocks) and nothing is read ahead of the
 * consumer. Cells come trimmed, one per column; rows without any value are skipped. How the file is cut into chunks
 * never changes the items. Throws `CsvRefusal` when the file as a whole is unusable, at the latest at its end.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  format: CsvFormat,
  { isCut = false }: ReadCsvOptions = {},
): AsyncGenerator<CsvItem[]> {
  const encodingWatch = watchEncoding(format.encoding);
  let first: CsvItem[] | undefined = [];
  for await (const items of readItems(chunks, format, isCut)) {
    encodingWatch.see(items);
    if (first) {
      first = first.concat(items);
      if (first.length < 2) continue;
    }
    yield first ?? items;
    first = undefined;
  }
  encodingWatch.close();
  if (!first) return;
  if (first.length === 0) throw new CsvRefusal("empty");
  if (!isCut) throw new CsvRefusal("header_only");
  yield first;
}

async function* readItems(
  chunks: AsyncIterable<Uint8Array>,
  format: CsvFormat,
  isCut: boolean,
): AsyncGenerator<CsvItem[]> {
  const reader = openRowReader(format);
  for await (const part of cutLines(decodeText(chunks, format.encoding))) {
    if (isCut && part.kind === "lines" && !hasLineEnd(part.bytes)) continue;
    const items = part.kind === "lines" ? reader.read(part.bytes, "more") : reader.skipTooLongLine();
    if (items.length > 0) yield items;
  }
  const last = reader.read(Buffer.alloc(0), isCut ? "cut" : "closed");
  if (last.length > 0) yield last;
}

function hasLineEnd(lines: Buffer): boolean {
  return lines.at(-1) === 10 || lines.at(-1) === 13;
}
