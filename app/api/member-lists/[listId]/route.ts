import { defineRoute } from "@/lib/route";
import { getMemberList } from "@/lib/segments/member-lists/queries";

export const GET = defineRoute<{ listId: string }>(getMemberList);
