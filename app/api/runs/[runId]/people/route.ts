import { NotFound } from "@/lib/errors";
import { defineRoute } from "@/lib/route";
import { downloadOutcomes } from "@/lib/runs/outcomes/download-outcomes";
import { downloadSchema } from "@/lib/runs/outcomes/outcome-schema";

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

export const GET = defineRoute<{ runId: string }>(async (actor, { runId }, request) => {
  const asked = downloadSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new NotFound("download of run", runId);
  const { fileName, type, pieces } = await downloadOutcomes(actor, { runId, ...asked.data });
  return new Response(toBody(pieces), {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
});
