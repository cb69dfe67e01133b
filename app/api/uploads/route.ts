import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { refused } from "@/lib/errors";
import { defineRoute } from "@/lib/route";
import { receiveUpload } from "@/lib/sources/receive-upload";

/** Takes a file as the request's body, as a stream; its name and size come in headers, encoded for them. */
export const POST = defineRoute(async (actor, _params, request) => {
  const declaredBytes = Number(request.headers.get("x-file-bytes"));
  const fileName = decodeName(request.headers.get("x-file-name"));
  if (!Number.isSafeInteger(declaredBytes) || declaredBytes < 0 || !fileName)
    return refused("upload_cut_off");
  const body = request.body
    ? Readable.fromWeb(request.body as ReadableStream<Uint8Array>)
    : Readable.from([]);
  const received = await receiveUpload(actor, { fileName, declaredBytes, body });
  const isTooLarge = !received.ok && received.code === "upload_too_large";
  return isTooLarge ? Response.json(received, { status: 413 }) : received;
});

function decodeName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? "");
  } catch {
    return ""; // malformed percent-encoding: not our upload form
  }
}
