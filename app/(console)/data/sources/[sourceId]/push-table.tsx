"use client";
import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import type { PushLine } from "@/lib/sources/push/pushes";

const figures = ["added", "changed", "unchanged", "removed", "unknown", "refused"] as const;

/** What came of the last requests that pushed or withdrew people. */
export function PushTable({ pushes }: { pushes: PushLine[] }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  return (
    <DataTable
      label={t("pushes")}
      rows={pushes}
      empty={<EmptyState>{t("noPushes")}</EmptyState>}
      columns={[
        {
          id: "when",
          label: t("when"),
          isRowHeader: true,
          className: "whitespace-nowrap",
          cell: (row) => <RelativeTime at={row.at} />,
        },
        { id: "token", label: t("token"), cell: (row) => row.token },
        ...figures.map((figure) => ({
          id: figure,
          label: t(`push_${figure}`),
          align: "end" as const,
          cell: (row: PushLine) => format.number(row[figure]),
        })),
      ]}
    />
  );
}
