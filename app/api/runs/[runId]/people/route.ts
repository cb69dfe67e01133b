import { NotFound } from "@/lib/errors";
import { defineRoute } from "@/lib/route";
import { downloadOutcomes } from "@/lib/runs/outcomes/download-outcomes";
import { downloadSchema } from "@/lib/runs/outcomes/outcome-schema";
import { streamPieces } from "@/lib/stream-pieces";

export const GET = defineRoute<{ runId: string }>(async (actor, { runId }, request) => {
  const asked = downloadSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new NotFound("download of run", runId);
  const { fileName, type, pieces } = await downloadOutcomes(actor, { runId, ...asked.data });
  return new Response(streamPieces(pieces), {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
});
