import { listDeliveries } from "@/lib/notifications/queries";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute((actor) => listDeliveries(actor));
