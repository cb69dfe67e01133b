import { downloadConsents } from "@/lib/consent/download-consents";
import { consentDownloadSchema } from "@/lib/consent/schema";
import { toDownloadResponse } from "@/lib/download";
import { NotFound } from "@/lib/errors";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute(async (actor, _params, request) => {
  const asked = consentDownloadSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new NotFound("download of", "the consents");
  return toDownloadResponse(await downloadConsents(actor, asked.data));
});
