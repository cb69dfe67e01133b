import { pool } from "@/lib/db";
import { isGzip, unpack } from "./unpack";

/** The bytes of an upload, chunk by chunk; reads the next one while the caller works on this. */
export async function* readUpload(uploadId: string): AsyncGenerator<Buffer> {
  const read = async (seq: number) => {
    const sql = "SELECT bytes FROM upload_chunk WHERE upload_id = $1 AND seq = $2";
    const { rows } = await pool().query<{ bytes: Buffer }>(sql, [uploadId, seq]);
    return rows[0]?.bytes;
  };
  let next = read(0);
  for (let seq = 1; ; seq++) {
    const chunk = await next;
    if (!chunk) return;
    next = read(seq);
    next.catch(() => undefined); // awaited on the next turn; not an unhandled rejection meanwhile
    yield chunk;
  }
}

/** The beginning of an uploaded file, unpacked where it is packed: at most about `bytes`, and whether that is all. */
export async function readUploadHead(
  uploadId: string,
  bytes: number,
): Promise<{ head: Buffer; isWhole: boolean; isPacked: boolean }> {
  const parts: Buffer[] = [];
  let length = 0;
  let isPacked = false;
  async function* looked() {
    for await (const chunk of readUpload(uploadId)) {
      if (length === 0) isPacked ||= isGzip(chunk);
      yield chunk;
    }
  }
  for await (const part of unpack(looked())) {
    parts.push(Buffer.from(part));
    length += part.byteLength;
    if (length > bytes) break;
  }
  const head = Buffer.concat(parts);
  return { head: head.subarray(0, bytes), isWhole: length <= bytes, isPacked };
}
