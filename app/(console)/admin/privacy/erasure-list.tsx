"use client";
import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { ErasureLine } from "@/lib/privacy/queries";
import { ErasureStatus } from "./erasure-status";

/** All erasures, the newest first. */
export function ErasureList({ erasures }: { erasures: ErasureLine[] }) {
  const t = useTranslations("privacy");
  const format = useFormatter();
  return (
    <DataTable
      label={t("history")}
      rows={erasures}
      columns={[
        {
          id: "when",
          label: t("when"),
          isRowHeader: true,
          cell: (row) => (
            <TextLink href={`/admin/privacy/erasures/${row.id}`}>
              <RelativeTime at={row.createdAt} />
            </TextLink>
          ),
        },
        { id: "status", label: t("status"), cell: (row) => <ErasureStatus status={row.status} /> },
        { id: "who", label: t("who"), hideBelow: "sm", cell: (row) => row.requestedBy ?? t("somebody") },
        {
          id: "customers",
          label: t("customersErased"),
          align: "end",
          cell: (row) => format.number(row.customers),
        },
      ]}
    />
  );
}
