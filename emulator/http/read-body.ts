import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";

export type ReadBody =
  | { outcome: "read"; bytes: Buffer }
  | { outcome: "too_big"; size: number }
  | { outcome: "aborted" };

/** Reads a whole body, but keeps no more than `limit`; the rest is read away so that the answer can be heard. */
export async function readBody(request: IncomingMessage, limit: number): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    }
  } catch {
    // The client went away; there is nobody to answer.
    return { outcome: "aborted" };
  }
  return size > limit ? { outcome: "too_big", size } : { outcome: "read", bytes: Buffer.concat(chunks) };
}

/** Unpacks gzip up to `limit`, since the size limit is on the decompressed body (contract 1). */
export function unpackBody(bytes: Buffer, limit: number): ReadBody {
  try {
    return { outcome: "read", bytes: gunzipSync(bytes, { maxOutputLength: limit }) };
  } catch (error) {
    const tooBig = error instanceof RangeError;
    return tooBig ? { outcome: "too_big", size: limit + 1 } : { outcome: "aborted" };
  }
}
