import { fieldProblems } from "@/lib/field-problems";
import { listProfiles } from "@/lib/profiles/queries";
import { listProfilesSchema } from "@/lib/profiles/schema";
import { defineRoute } from "@/lib/route";

// POST, so that what is searched for stands in no address; and a route, since a browser sends actions one after the other.
export const POST = defineRoute(async (actor, _params, request) => {
  const body: unknown = await request.json().catch(() => null);
  const parsed = listProfilesSchema.safeParse(body);
  if (!parsed.success)
    return Response.json(
      { ok: false, code: "invalid", fields: fieldProblems(parsed.error) },
      { status: 400, headers: { "Cache-Control": "no-store" } },
    );
  return listProfiles(actor, parsed.data);
});
