import { getInbox } from "@/lib/notifications/queries";
import { toInboxFilter } from "@/lib/notifications/schema";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute((actor, _, request) =>
  getInbox(actor, toInboxFilter(new URL(request.url).searchParams.get("show"))),
);
