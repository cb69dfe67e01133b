import { toDownloadResponse } from "@/lib/download";
import { defineRoute } from "@/lib/route";
import { downloadMembers } from "@/lib/segments/download-members";

export const GET = defineRoute<{ segmentId: string }>(async (actor, params) =>
  toDownloadResponse(await downloadMembers(actor, params)),
);
