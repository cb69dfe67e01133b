import { fieldProblems } from "@/lib/field-problems";
import { searchLists } from "@/lib/exports/lists";
import { searchListsSchema } from "@/lib/exports/schema";
import { defineRoute } from "@/lib/route";

// A route and not an action: a browser sends actions one after the other, and a save must not wait for a search.
export const GET = defineRoute(async (actor, _params, request) => {
  const parsed = searchListsSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
  return searchLists(actor, parsed.data);
});
