import { getTranslations } from "next-intl/server";
import { writeRecord } from "@/app/(console)/admin/privacy/processing/write-record";
import { toDownloadResponse } from "@/lib/download";
import { describeProcessing } from "@/lib/privacy/processing/describe-processing";
import { toCsv, toMarkdown } from "@/lib/privacy/processing/record";
import { defineRoute } from "@/lib/route";

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

export const GET = defineRoute<Record<string, never>>(async (actor, _, request) => {
  const record = await writeRecord(await describeProcessing(actor));
  if (new URL(request.url).searchParams.get("format") !== "csv")
    return toDownloadResponse({
      fileName: "processing.md",
      type: "text/markdown; charset=utf-8",
      pieces: whole(toMarkdown(record)),
    });
  const t = await getTranslations("privacy.processing");
  return toDownloadResponse({
    fileName: "processing.csv",
    type: "text/csv; charset=utf-8",
    pieces: whole(toCsv(record, t("section"))),
  });
});
