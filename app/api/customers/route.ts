import { fieldProblems } from "@/lib/field-problems";
import { listProfiles } from "@/lib/profiles/queries";
import { listProfilesSchema } from "@/lib/profiles/schema";
import { readJson } from "@/lib/read-json";
import { defineRoute } from "@/lib/route";

// POST, so that what is searched for stands in no address; and a route, since a browser sends actions one after the other.
export const POST = defineRoute(async (actor, _params, request) => {
  const parsed = listProfilesSchema.safeParse(await readJson(request));
  if (!parsed.success)
    return Response.json(
      { ok: false, code: "invalid", fields: fieldProblems(parsed.error) },
      { status: 400 },
    );
  return listProfiles(actor, parsed.data);
});
