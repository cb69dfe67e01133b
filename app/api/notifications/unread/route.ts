import { countUnread } from "@/lib/notifications/queries";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute((actor) => countUnread(actor));
