"use client";
import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import type { UploadPreview } from "@/lib/sources/queries";

// More columns than this are not read by anybody, and a thousand would make the page slow.
const SHOWN_COLUMNS = 30;

/** The first rows as they were read. */
export function PreviewTable({ preview }: { preview: UploadPreview }) {
  const t = useTranslations("sources");
  const columns = preview.columns.slice(0, SHOWN_COLUMNS).map((label, index) => ({
    id: String(index),
    label,
    cell: (row: { cells: string[] }) => (
      <span className="block max-w-60 truncate" title={row.cells[index]}>
        {row.cells[index]}
      </span>
    ),
  }));
  const line = {
    id: "line",
    label: t("line"),
    align: "end" as const,
    isRowHeader: true,
    cell: (row: { id: string }) => row.id,
  };
  return (
    <DataTable
      label={t("previewRows", { count: preview.rows.length })}
      className="max-h-96"
      rows={preview.rows.map((row) => ({ id: String(row.line), cells: row.cells }))}
      columns={[line, ...columns]}
    />
  );
}
