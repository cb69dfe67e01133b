import { refusedField } from "@/lib/errors";
import { fieldProblems } from "@/lib/field-problems";
import { readJson } from "@/lib/read-json";
import { defineRoute } from "@/lib/route";
import { MAX_CHARS } from "@/lib/segments/extent";
import { previewSegment } from "@/lib/segments/preview-segment";
import { previewSegmentSchema } from "@/lib/segments/schema";

// A route and not an action: a browser sends actions one after the other, and cannot give one up.
export const POST = defineRoute(async (actor, _params, request) => {
  const question = await readJson(request);
  if (question === undefined) return refusedField("definition", "rules_too_large", { limit: MAX_CHARS });
  const parsed = previewSegmentSchema.safeParse(question);
  if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
  return previewSegment(actor, parsed.data, request.signal);
});
