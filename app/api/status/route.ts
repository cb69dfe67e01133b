import { defineRoute } from "@/lib/route";
import { getStatus } from "@/lib/status/queries";

export const GET = defineRoute((actor) => getStatus(actor));
