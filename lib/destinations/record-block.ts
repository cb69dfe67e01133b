import type { DestinationLimits, EncodedRecord, RecordBlock } from "./types";

type BodyLimits = Pick<DestinationLimits, "records" | "bytes" | "envelopeBytes">;

// JSON has no raw line end in it, so that records can be told apart again.
const SEPARATOR = ",\n";

/** Writes records into one body's worth of bytes, so that no text of them is kept. */
export interface BlockWriter {
  /** False, and nothing written, where the record does not fit any more. */
  add(record: EncodedRecord): boolean;
  /** What was written, possibly nothing. */
  finish(): RecordBlock;
}

/**
 * A block within `limits` by count and by bytes; separators and the envelope are counted (contract 9: leaving commas out
 * has overflowed 5 MB elsewhere). `add` throws RangeError for a record that no body can hold.
 */
export function createBlockWriter({ records, bytes: most, envelopeBytes }: BodyLimits): BlockWriter {
  const room = most - envelopeBytes;
  // Memory that is never written to is never taken.
  const buffer = Buffer.allocUnsafeSlow(room);
  let count = 0;
  let at = 0;

  return {
    add(record) {
      if (record.bytes > room)
        throw new RangeError(`A record of ${record.bytes} bytes does not fit into a body of ${most}.`);
      const bytes = record.bytes + (count === 0 ? 0 : SEPARATOR.length);
      if (count === records || at + bytes > room) return false;
      if (count > 0) at += buffer.write(SEPARATOR, at, "latin1");
      at += buffer.write(record.json, at);
      count++;
      return true;
    },
    finish: () => ({ count, rows: buffer.subarray(0, at) }),
  };
}

/**
 * Gives a block's memory back when it was sent; it must not be read afterwards. V8 would find that out only by looking
 * through everything, which it does the sooner the more such memory there is.
 */
export function dropBlock({ rows }: RecordBlock): void {
  const { buffer } = rows;
  if (buffer instanceof ArrayBuffer && rows.byteOffset === 0 && buffer.byteLength > Buffer.poolSize)
    buffer.transfer(0);
}

/** Records as one block, however many. */
export function toBlock(records: readonly EncodedRecord[]): RecordBlock {
  return { count: records.length, rows: Buffer.from(records.map(({ json }) => json).join(SEPARATOR)) };
}

/** The block without the records at some places. */
export function withoutRows({ rows }: RecordBlock, isLeft: (index: number) => boolean): RecordBlock {
  const kept = rows
    .toString()
    .split(SEPARATOR)
    .filter((_, index) => !isLeft(index));
  return { count: kept.length, rows: Buffer.from(kept.join(SEPARATOR)) };
}
