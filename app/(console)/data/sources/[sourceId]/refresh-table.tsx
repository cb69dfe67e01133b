"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ImportStatus } from "@/components/sources/import-status";
import { DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ImportLine } from "@/lib/sources/queries";

/** What came of each refresh from the database. */
export function RefreshTable({ refreshes }: { refreshes: ImportLine[] }) {
  const t = useTranslations("databaseSources");
  const sources = useTranslations("sources");
  const format = useFormatter();
  const figures = [
    ["rowsNew", sources("rowsNew")],
    ["rowsChanged", sources("rowsChanged")],
    ["rowsUnchanged", sources("rowsUnchanged")],
    ["rowsGone", t("rowsGone")],
    ["rowsBad", sources("rowsBad")],
    ["rowsErased", sources("rowsErased")],
  ] as const;
  return (
    <DataTable
      label={t("refreshes")}
      rows={refreshes}
      columns={[
        {
          id: "when",
          label: sources("when"),
          isRowHeader: true,
          cell: (row) => <RelativeTime at={row.createdAt} />,
        },
        { id: "status", label: sources("status"), cell: (row) => <ImportStatus line={row} /> },
        {
          id: "reading",
          label: t("reading"),
          cell: (row) => row.reading && t(`reading_${row.reading}`),
        },
        ...figures.map(([id, label]) => ({
          id,
          label,
          align: "end" as const,
          cell: (row: ImportLine) => format.number(row[id]),
        })),
      ]}
    />
  );
}
