import type { DestinationLimits, EncodedRecord, RecordBlock } from "./types";

type BodyLimits = Pick<DestinationLimits, "records" | "bytes" | "envelopeBytes">;

// JSON has no raw line end in it, so that records can be told apart again.
const SEPARATOR = ",\n";

// Memory that was written to before costs nothing to write to again; a worker has two batches in hand.
const MOST_SPARE = 2;
const spare: ArrayBuffer[] = [];

function takeBuffer(bytes: number): Buffer {
  const at = spare.findIndex(({ byteLength }) => byteLength === bytes);
  const [found] = at < 0 ? [] : spare.splice(at, 1);
  // Memory that is never written to is never taken.
  return found ? Buffer.from(found) : Buffer.allocUnsafeSlow(bytes);
}

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
  const buffer = takeBuffer(room);
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
 * Gives a block's memory to the next one when it was sent; whoever reads it afterwards finds nothing. V8 would find out
 * only by looking through everything, which it does the sooner the more such memory there is.
 */
export function dropBlock({ rows }: RecordBlock): void {
  const { buffer } = rows;
  if (!(buffer instanceof ArrayBuffer) || rows.byteOffset !== 0 || buffer.byteLength <= Buffer.poolSize)
    return;
  if (spare.length < MOST_SPARE) spare.push(buffer.transfer());
  else buffer.transfer(0);
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
