import { listExports } from "@/lib/exports/queries";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute(async (actor) => ({ exports: await listExports(actor) }));
