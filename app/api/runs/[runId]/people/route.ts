import { toDownloadResponse } from "@/lib/download";
import { NotFound } from "@/lib/errors";
import { defineRoute } from "@/lib/route";
import { downloadOutcomes } from "@/lib/runs/outcomes/download-outcomes";
import { downloadSchema } from "@/lib/runs/outcomes/outcome-schema";

export const GET = defineRoute<{ runId: string }>(async (actor, { runId }, request) => {
  const asked = downloadSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new NotFound("download of run", runId);
  return toDownloadResponse(await downloadOutcomes(actor, { runId, ...asked.data }));
});
