"use client";
import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { readingOf } from "@/lib/sources/column-reading";
import type { SourceColumn } from "@/lib/sources/schema";

/** Which column of the file fills which field. */
export function FieldTable({ columns }: { columns: SourceColumn[] }) {
  const t = useTranslations("sources");
  const meanings = useTranslations("meanings");
  return (
    <DataTable
      label={t("fields")}
      rows={columns.map((column) => ({ ...column, id: column.name }))}
      columns={[
        { id: "column", label: t("column"), isRowHeader: true, cell: (row) => row.name },
        {
          id: "field",
          label: t("fieldName"),
          cell: (row) =>
            row.isIncluded ? row.fieldName : <span className="text-quiet">{t("leftOut")}</span>,
        },
        { id: "type", label: t("type"), cell: (row) => row.isIncluded && t(`reading_${readingOf(row)}`) },
        { id: "meaning", label: t("meaning"), cell: (row) => row.isIncluded && meanings(row.meaning) },
      ]}
    />
  );
}
