import { pool } from "@/lib/db";

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

/** The beginning of an upload, at most `bytes` of it. */
export async function readUploadHead(uploadId: string, bytes: number): Promise<Buffer> {
  const { rows } = await pool().query<{ head: Buffer }>(
    "SELECT substring(bytes FROM 1 FOR $2) AS head FROM upload_chunk WHERE upload_id = $1 AND seq = 0",
    [uploadId, bytes],
  );
  return rows[0]?.head ?? Buffer.alloc(0);
}
