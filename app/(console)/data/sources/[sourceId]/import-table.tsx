"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ImportStatus } from "@/components/sources/import-status";
import { DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ImportLine } from "@/lib/sources/queries";

const figures = ["rowsNew", "rowsChanged", "rowsUnchanged", "rowsGone", "rowsBad"] as const;

/** Erased people are told of where there were some. */
const figuresOf = (imports: ImportLine[]) =>
  imports.some(({ rowsErased }) => rowsErased > 0) ? ([...figures, "rowsErased"] as const) : figures;

/** What came of each import of a source. */
export function ImportTable({ imports }: { imports: ImportLine[] }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  return (
    <DataTable
      label={t("imports")}
      rows={imports}
      columns={[
        {
          id: "when",
          label: t("when"),
          isRowHeader: true,
          cell: (row) => <RelativeTime at={row.createdAt} />,
        },
        { id: "status", label: t("status"), cell: (row) => <ImportStatus line={row} /> },
        { id: "file", label: t("fileName"), cell: (row) => row.fileName },
        ...figuresOf(imports).map((figure) => ({
          id: figure,
          label: t(figure),
          align: "end" as const,
          cell: (row: ImportLine) => format.number(row[figure]),
        })),
      ]}
    />
  );
}
