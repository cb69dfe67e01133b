import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { toStorable } from "@/lib/storable-text";
import { MAX_UPLOAD_BYTES } from "./schema";

// Large enough that a gigabyte is a thousand rows, small enough to hold a few in memory.
const CHUNK_BYTES = 1_048_576;

async function* inChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(parts);
}

async function storeChunks(
  uploadId: string,
  declaredBytes: number,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  let bytes = 0;
  let seq = 0;
  for await (const chunk of inChunks(body)) {
    bytes += chunk.byteLength;
    if (bytes > declaredBytes) return bytes;
    await pool().query("INSERT INTO upload_chunk (upload_id, seq, bytes) VALUES ($1, $2, $3)", [
      uploadId,
      seq++,
      chunk,
    ]);
  }
  return bytes;
}

/**
 * Takes in a file of `declaredBytes` as a stream, into the database, where any worker can read it.
 * Refuses a body that is larger than allowed or ends before its declared length; then nothing of it remains.
 */
export async function receiveUpload(
  actor: Actor,
  input: { fileName: string; declaredBytes: number; body: AsyncIterable<Uint8Array> },
): Promise<Result<{ uploadId: string }>> {
  requirePermission(actor, "source:write");
  const limitGb = MAX_UPLOAD_BYTES / 1024 ** 3;
  if (input.declaredBytes > MAX_UPLOAD_BYTES) return refused("upload_too_large", { limitGb });
  const upload = await prisma().upload.create({
    data: {
      fileName: toStorable(input.fileName.slice(0, 200)),
      bytes: input.declaredBytes,
      createdById: actor.kind === "user" ? actor.id : null,
    },
  });
  const discard = () => prisma().upload.deleteMany({ where: { id: upload.id } });
  let received: number;
  try {
    received = await storeChunks(upload.id, input.declaredBytes, input.body);
  } catch (error) {
    await discard();
    if ((error as { code?: string }).code === "23503") return refused("upload_cut_off"); // swept away meanwhile
    if (isAborted(error)) return refused("upload_cut_off");
    throw error;
  }
  if (received !== input.declaredBytes) {
    await discard();
    return refused("upload_cut_off");
  }
  await prisma().upload.update({ where: { id: upload.id }, data: { isComplete: true } });
  return accepted({ uploadId: upload.id });
}

function isAborted(error: unknown): boolean {
  const { name, code } = error as { name?: string; code?: string };
  return (
    name === "AbortError" ||
    name === "ResponseAborted" ||
    code === "ECONNRESET" ||
    code === "ERR_STREAM_PREMATURE_CLOSE"
  );
}
