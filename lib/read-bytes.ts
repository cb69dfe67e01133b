/** A request's body is longer than what is taken there. */
export class BodyTooLarge extends Error {
  constructor(most: number) {
    super(`A body is longer than ${most} bytes.`);
    this.name = "BodyTooLarge";
  }
}

/** A request's body of `most` bytes at the most. Throws BodyTooLarge for a longer one, whose rest is not read. */
export async function readBytes(request: Request, most: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > most) throw new BodyTooLarge(most);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.byteLength;
    if (length > most) throw new BodyTooLarge(most);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}
