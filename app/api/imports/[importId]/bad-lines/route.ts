import { getTranslations } from "next-intl/server";
import { toDownloadResponse } from "@/lib/download";
import { defineRoute } from "@/lib/route";
import { downloadBadLines } from "@/lib/sources/download-bad-lines";

export const GET = defineRoute<{ importId: string }>(async (actor, { importId }) => {
  const t = await getTranslations("sources");
  const words = await getTranslations("imports");
  const problems = await getTranslations("problems");
  const file = await downloadBadLines(actor, {
    importId,
    head: (kind) => [words(`${kind}.csvRow`), t("csvReason"), t("csvColumn"), words(`${kind}.csvFirst`)],
    sentence: ({ code, params }) =>
      problems.has(code as never) ? problems(code as "required", params as never) : code,
  });
  return toDownloadResponse(file);
});
