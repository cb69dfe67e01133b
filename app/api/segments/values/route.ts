import { fieldProblems } from "@/lib/field-problems";
import { readJson } from "@/lib/read-json";
import { defineRoute } from "@/lib/route";
import { suggestValuesSchema } from "@/lib/segments/schema";
import { suggestValues } from "@/lib/segments/suggest-values";

// What is typed about people travels in the body, never in an address.
export const POST = defineRoute(async (actor, _params, request) => {
  const parsed = suggestValuesSchema.safeParse(await readJson(request));
  if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
  return suggestValues(actor, parsed.data, request.signal);
});
