import type { DestinationLimits, EncodedRecord } from "./types";

type Sized = Pick<EncodedRecord, "bytes">;
type BodyLimits = Pick<DestinationLimits, "records" | "bytes" | "envelopeBytes">;

/** Takes records one by one; `add` returns a full body's records whenever the next one would not fit. */
export interface Cutter<Row extends Sized> {
  add(record: Row): Row[] | null;
  /** What is left, possibly nothing. */
  rest(): Row[];
}

/**
 * Cuts records into bodies by count and by bytes; commas and the envelope are counted (contract 9: leaving commas out
 * has overflowed 5 MB elsewhere). Throws RangeError for a record that no body can hold.
 */
export function createCutter<Row extends Sized>(limits: BodyLimits): Cutter<Row> {
  let rows: Row[] = [];
  let bytes = limits.envelopeBytes;

  function rest(): Row[] {
    const full = rows;
    rows = [];
    bytes = limits.envelopeBytes;
    return full;
  }

  return {
    rest,
    add(record) {
      if (limits.envelopeBytes + record.bytes > limits.bytes)
        throw new RangeError(
          `A record of ${record.bytes} bytes does not fit into a body of ${limits.bytes}.`,
        );
      const comma = rows.length === 0 ? 0 : 1;
      const isFull = rows.length === limits.records || bytes + comma + record.bytes > limits.bytes;
      const full = isFull ? rest() : null;
      bytes += record.bytes + (rows.length === 0 ? 0 : 1);
      rows.push(record);
      return full;
    },
  };
}

/** The same over a stream: holds one body's records at a time. */
export async function* cutRecords<Row extends Sized>(
  records: Iterable<Row> | AsyncIterable<Row>,
  limits: BodyLimits,
): AsyncGenerator<Row[]> {
  const cutter = createCutter<Row>(limits);
  for await (const record of records) {
    const full = cutter.add(record);
    if (full) yield full;
  }
  const rest = cutter.rest();
  if (rest.length > 0) yield rest;
}
