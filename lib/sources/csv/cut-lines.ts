import { MAX_RECORD_BYTES } from "./csv-format";

const LF = 10;
const CR = 13;

/** Whole physical lines with their ends, or word of one line that is longer than any record may be. */
export type LinePart = { kind: "lines"; bytes: Buffer } | { kind: "too_long_line" };

/**
 * Cuts UTF-8 blocks (none may end between CR and LF) at line ends: CRLF, LF or CR. The last part is what follows
 * the last line end, if anything does. Holds `MAX_RECORD_BYTES` and one block at most. Whether a line is too long
 * depends on the line alone, never on how the file came in blocks.
 */
export async function* cutLines(blocks: AsyncIterable<Buffer>): AsyncGenerator<LinePart> {
  let unended: Buffer[] = [];
  let unendedBytes = 0;

  const keep = (bytes: Buffer) => {
    unendedBytes += bytes.length;
    if (unendedBytes > MAX_RECORD_BYTES) unended = [];
    else unended.push(bytes);
  };

  for await (const block of blocks) {
    const firstEnd = endOfLine(block, 0);
    if (firstEnd === -1) {
      keep(block);
      continue;
    }
    const isTooLong = unendedBytes + firstEnd > MAX_RECORD_BYTES;
    if (isTooLong) yield { kind: "too_long_line" };
    const lines = isTooLong ? block.subarray(firstEnd) : Buffer.concat([...unended, block]);
    const lastEnd = Math.max(lines.lastIndexOf(LF), lines.lastIndexOf(CR)) + 1;
    unended = [];
    unendedBytes = 0;
    if (lastEnd > 0) yield { kind: "lines", bytes: lines.subarray(0, lastEnd) };
    keep(lines.subarray(lastEnd));
  }

  if (unendedBytes > MAX_RECORD_BYTES) yield { kind: "too_long_line" };
  else if (unendedBytes > 0) yield { kind: "lines", bytes: Buffer.concat(unended) };
}

/** The index just past the first line end at or after `from`, or -1 when there is none. */
export function endOfLine(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] === CR) return bytes[at + 1] === LF ? at + 2 : at + 1;
  }
  return -1;
}
