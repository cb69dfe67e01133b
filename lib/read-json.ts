// Above what the largest rules take, and small enough to be held.
const MOST_BYTES = 2_000_000;

/** A request's body as JSON, or undefined where it is none or longer than anything that is asked: the rest is not read. */
export async function readJson(request: Request): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.byteLength;
    if (length > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces, length).toString("utf8"));
  } catch {
    return undefined; // no JSON: not one of our forms
  }
}
