import { defineRoute } from "@/lib/route";
import { listSegments } from "@/lib/segments/queries";

export const GET = defineRoute(async (actor) => ({ segments: await listSegments(actor) }));
