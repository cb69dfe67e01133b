import { getTranslations } from "next-intl/server";
import { toDownloadResponse } from "@/lib/download";
import { defineRoute } from "@/lib/route";
import { downloadBadLines } from "@/lib/sources/download-bad-lines";

export const GET = defineRoute<{ importId: string }>(async (actor, { importId }) => {
  const t = await getTranslations("sources");
  const problems = await getTranslations("problems");
  const file = await downloadBadLines(actor, {
    importId,
    head: [t("csvLine"), t("csvReason"), t("csvColumn"), t("csvFirst")],
    sentence: ({ code, params }) =>
      problems.has(code as never) ? problems(code as "required", params as never) : code,
  });
  return toDownloadResponse(file);
});
