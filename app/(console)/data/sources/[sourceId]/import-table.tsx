"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ImportStatus } from "@/components/sources/import-status";
import { DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ImportLine } from "@/lib/sources/queries";
import type { ImportKind } from "./import-kind";

const figures = ["rowsNew", "rowsChanged", "rowsUnchanged", "rowsGone", "rowsBad"] as const;

/** Erased people are told of where there were some. */
const figuresOf = (imports: ImportLine[]) =>
  imports.some(({ rowsErased }) => rowsErased > 0) ? ([...figures, "rowsErased"] as const) : figures;

/** What came of each import of a source. */
export function ImportTable({ kind, imports }: { kind: ImportKind; imports: ImportLine[] }) {
  const t = useTranslations("sources");
  const database = useTranslations("databaseSources");
  const words = useTranslations(`imports.${kind}`);
  const format = useFormatter();
  const what =
    kind === "file"
      ? { label: t("fileName"), cell: (row: ImportLine) => row.fileName }
      : {
          label: database("reading"),
          cell: (row: ImportLine) => row.reading && database(`reading_${row.reading}`),
        };
  return (
    <DataTable
      label={words("history")}
      rows={imports}
      columns={[
        {
          id: "when",
          label: t("when"),
          isRowHeader: true,
          className: "whitespace-nowrap",
          cell: (row) => <RelativeTime at={row.createdAt} />,
        },
        { id: "status", label: t("status"), cell: (row) => <ImportStatus line={row} /> },
        { id: "what", className: "min-w-40", ...what },
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
