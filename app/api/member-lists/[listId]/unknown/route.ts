import { toDownloadResponse } from "@/lib/download";
import { defineRoute } from "@/lib/route";
import { downloadUnknown } from "@/lib/segments/member-lists/download-unknown";

export const GET = defineRoute<{ listId: string }>(async (actor, params) =>
  toDownloadResponse(await downloadUnknown(actor, params)),
);
