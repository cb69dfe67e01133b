import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvRefusal } from "./csv/csv-problem";

/** Largest unpacked file, in bytes (16 GiB): packed text shrinks five to ten times, and an upload has 4 GiB at most. */
const MAX_UNPACKED_BYTES = 16 * 1024 ** 3;
// Text with a key on each line does not shrink that far; a file made to fill disks does.
const MAX_TIMES_LARGER = 200;
const JUDGED_FROM_BYTES = 8 * 1024 ** 2;
const BLOCK_BYTES = 65_536;

/** Whether a file is packed by gzip, by its first bytes, whatever its name. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let unpacked = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      packed += chunk.byteLength;
      yield chunk;
    }
  }
  const source = Readable.from(counted(), { objectMode: false });
  const unpacking = createGunzip({ chunkSize: BLOCK_BYTES });
  source.on("error", (error) => unpacking.destroy(error));
  try {
    for await (const block of source.pipe(unpacking)) {
      unpacked += (block as Buffer).byteLength;
      const isBomb = unpacked > JUDGED_FROM_BYTES && unpacked > packed * MAX_TIMES_LARGER;
      if (isBomb || unpacked > MAX_UNPACKED_BYTES)
        throw new CsvRefusal("gzip_too_large", { limitGb: MAX_UNPACKED_BYTES / 1024 ** 3 });
      yield block as Buffer;
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("Z_")) throw new CsvRefusal("gzip_broken");
    throw error;
  } finally {
    source.destroy();
    unpacking.destroy();
  }
}

/** The bytes of a file as they are, or unpacked where gzip packed them; memory is flat however far they unfold. */
export async function* unpack(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reading = chunks[Symbol.asyncIterator]();
  async function* whole(first: Uint8Array) {
    yield first;
    yield* { [Symbol.asyncIterator]: () => reading };
  }
  let first = await reading.next();
  if (first.done) return;
  // The two bytes that tell may come apart.
  while (first.value.byteLength < 2) {
    const next = await reading.next();
    if (next.done) break;
    first = { done: false, value: Buffer.concat([first.value, next.value]) };
  }
  if (isGzip(first.value)) yield* gunzip(whole(first.value));
  else yield* whole(first.value);
}
