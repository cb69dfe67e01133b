"use client";
import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import type { ConnectionDetail } from "@/lib/connections/queries";

/** Every consent given for a connection, and taken back: who, when, to which words. */
export function ConsentRecord({ consents }: { consents: ConnectionDetail["consents"] }) {
  const t = useTranslations("connections");
  const format = useFormatter();
  const exact = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  return (
    <Section title={t("consents")}>
      <DataTable
        label={t("consents")}
        rows={consents}
        columns={[
          { id: "at", label: t("consentAt"), isRowHeader: true, cell: (row) => exact(row.at) },
          { id: "by", label: t("consentBy"), cell: (row) => row.by ?? t("somebody") },
          {
            id: "version",
            label: t("consentVersion"),
            hideBelow: "md",
            cell: (row) => (
              <span title={`SHA-256 ${row.sha256}`}>
                {row.version} <span className="font-mono text-quiet">{row.sha256.slice(0, 12)}…</span>
              </span>
            ),
          },
          {
            id: "language",
            label: t("consentLanguage"),
            hideBelow: "md",
            cell: (row) => format.displayName?.(row.language, { type: "language" }) ?? row.language,
          },
          {
            id: "withdrawn",
            label: t("consentWithdrawn"),
            cell: (row) =>
              row.withdrawnAt ? `${exact(row.withdrawnAt)}, ${row.withdrawnBy ?? t("somebody")}` : "–",
          },
        ]}
      />
    </Section>
  );
}
