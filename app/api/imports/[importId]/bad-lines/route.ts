import { getTranslations } from "next-intl/server";
import { defineRoute } from "@/lib/route";
import { downloadBadLines } from "@/lib/sources/download-bad-lines";
import { streamPieces } from "@/lib/stream-pieces";

export const GET = defineRoute<{ importId: string }>(async (actor, { importId }) => {
  const t = await getTranslations("sources");
  const problems = await getTranslations("problems");
  const pieces = await downloadBadLines(actor, {
    importId,
    head: [t("csvLine"), t("csvReason"), t("csvColumn"), t("csvFirst")],
    sentence: ({ code, params }) =>
      problems.has(code as never) ? problems(code as "required", params as never) : code,
  });
  return new Response(streamPieces(pieces), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="lines-left-out.csv"`,
      "Cache-Control": "no-store",
    },
  });
});
