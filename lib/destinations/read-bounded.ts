import type { Readable } from "node:stream";

/** The body as text, or null when it is longer than `limit` bytes: then the connection is dropped, the rest unread. */
export async function readBounded(body: Readable, limit: number): Promise<string | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length).toString("utf8");
}
