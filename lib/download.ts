/** A file on its way out. */
export interface Download {
  /** Plain ASCII without quotation marks. */
  fileName: string;
  type: string;
  /** Text in pieces; nothing is read before it is asked for. */
  pieces: AsyncGenerator<string>;
}

/** Takes the next piece only when the last has gone to the browser. */
function toBody(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

/** A file as a route's answer; memory does not grow with it. */
export function toDownloadResponse({ fileName, type, pieces }: Download): Response {
  return new Response(toBody(pieces), {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  });
}
