"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable } from "@/components/ui/data-table";
import type { ProfileLine } from "@/lib/profiles/queries";

/** People, a line each, linked to their card. */
export function ProfileTable({
  label,
  lines,
  isLoading,
  empty,
}: {
  label: string;
  lines: ProfileLine[];
  isLoading?: boolean;
  empty?: ReactNode;
}) {
  const t = useTranslations("customers");
  const quiet = (text: string) => <span className="text-quiet">{text}</span>;
  return (
    <DataTable
      label={label}
      rows={lines}
      isLoading={isLoading}
      empty={empty}
      rowHref={(line) => `/data/customers/${line.id}`}
      columns={[
        {
          id: "name",
          label: t("name"),
          isRowHeader: true,
          cell: (line) => line.name || quiet(t("noName")),
        },
        { id: "email", label: t("email"), cell: (line) => line.email || quiet("–") },
        { id: "phone", label: t("phone"), hideBelow: "md", cell: (line) => line.phone || quiet("–") },
        {
          id: "key",
          label: t("key"),
          hideBelow: "sm",
          cell: (line) => <span className="font-mono">{line.key}</span>,
        },
      ]}
    />
  );
}
