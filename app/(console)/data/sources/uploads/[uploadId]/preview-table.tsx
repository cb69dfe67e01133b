"use client";
import { useTranslations } from "next-intl";
import { PlainTable } from "@/components/ui/plain-table";
import type { UploadPreview } from "@/lib/sources/queries";

// More columns than this are not read by anybody, and a thousand would make the page slow.
const SHOWN_COLUMNS = 30;

/** The first rows as they were read. */
export function PreviewTable({
  preview,
  label,
  lineLabel,
}: {
  preview: Pick<UploadPreview, "columns" | "rows">;
  /** Where the rows are not the lines of a file. */
  label?: string;
  lineLabel?: string;
}) {
  const t = useTranslations("sources");
  const cut = (text: string) => (
    <span className="block max-w-60 truncate" title={text}>
      {text}
    </span>
  );
  return (
    <PlainTable
      label={label ?? t("previewRows", { count: preview.rows.length })}
      className="max-h-96"
      columns={[
        { label: lineLabel ?? t("line"), align: "end" },
        ...preview.columns.slice(0, SHOWN_COLUMNS).map((label) => ({ label })),
      ]}
      rows={preview.rows.map(({ line, cells }) => ({
        id: String(line),
        cells: [String(line), ...cells.slice(0, SHOWN_COLUMNS).map(cut)],
      }))}
    />
  );
}
