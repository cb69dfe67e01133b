import { getTimeZone } from "next-intl/server";
import { downloadAudit } from "@/lib/audit/download-audit";
import { auditDownloadSchema } from "@/lib/audit/schema";
import { toDownloadResponse } from "@/lib/download";
import { NotFound } from "@/lib/errors";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute(async (actor, _params, request) => {
  const asked = auditDownloadSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new NotFound("download of", "the audit log");
  return toDownloadResponse(await downloadAudit(actor, { ...asked.data, timeZone: await getTimeZone() }));
});
