import { defineRoute } from "@/lib/route";
import { getWorkflow } from "@/lib/status/queries";

export const GET = defineRoute((actor) => getWorkflow(actor));
