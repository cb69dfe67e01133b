"use client";
import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { SentTo } from "@/lib/runs/outcomes/list-sent-to";

/** Where a person was sent, and what became of them there. */
export function SentTable({ rows }: { rows: SentTo[] }) {
  const t = useTranslations("customers");
  const runs = useTranslations("runs");
  return (
    <DataTable
      label={t("sent")}
      rows={rows.map((row) => ({ ...row, id: `${row.runId} ${row.outcome}` }))}
      empty={<EmptyState>{t("neverSent")}</EmptyState>}
      columns={[
        {
          id: "export",
          label: t("export"),
          isRowHeader: true,
          cell: (row) =>
            row.isExportRemoved ? (
              row.exportName
            ) : (
              <TextLink href={`/data/exports/${row.exportId}`}>{row.exportName}</TextLink>
            ),
        },
        { id: "list", label: t("list"), cell: (row) => row.listName },
        {
          id: "run",
          label: t("run"),
          cell: (row) => (
            <TextLink href={`/data/runs/${row.runId}`}>
              {runs("numbered", { number: row.runNumber })}
            </TextLink>
          ),
        },
        { id: "when", label: t("when"), cell: (row) => <RelativeTime at={row.at} /> },
        { id: "outcome", label: t("outcome"), cell: (row) => <OutcomeCell row={row} /> },
      ]}
    />
  );
}

function OutcomeCell({ row: { runId, outcome } }: { row: SentTo }) {
  const t = useTranslations("customers");
  const runs = useTranslations("runs");
  if (outcome === "left") return t("left");
  // Beside outcomes of sending, "Removed" alone could be taken for the person.
  const words = outcome === "removed" ? t("removedFromList") : runs(`outcome.${outcome}`);
  return <TextLink href={`/data/runs/${runId}/people?outcome=${outcome}`}>{words}</TextLink>;
}
