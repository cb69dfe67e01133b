import { fieldProblems } from "@/lib/field-problems";
import { readJson } from "@/lib/read-json";
import { defineRoute } from "@/lib/route";
import { previewSegment } from "@/lib/segments/preview-segment";
import { previewSegmentSchema } from "@/lib/segments/schema";

// A route and not an action: a browser sends actions one after the other, and cannot give one up.
export const POST = defineRoute(async (actor, _params, request) => {
  const parsed = previewSegmentSchema.safeParse(await readJson(request));
  if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
  return previewSegment(actor, parsed.data, request.signal);
});
