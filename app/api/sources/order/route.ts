import { getUnification } from "@/lib/profiles/unification";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute(async (actor) => ({ unification: await getUnification(actor) }));
