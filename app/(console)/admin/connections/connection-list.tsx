"use client";
import { Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConnectionStatus } from "@/components/connections/connection-status";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchField } from "@/components/ui/search-field";
import { TextLink } from "@/components/ui/text-link";
import { useListState } from "@/components/ui/use-list-state";
import type { ConnectionLine } from "@/lib/connections/queries";
import { RemoveConnection } from "./remove-connection";

export function ConnectionList({ connections }: { connections: ConnectionLine[] }) {
  const t = useTranslations("connections");
  const destination = useTranslations("destinations");
  const [removing, setRemoving] = useState<ConnectionLine>();
  const typeOf = (row: ConnectionLine) => destination(`${row.destination}.name` as "klaviyo.name");
  const accountOf = (row: ConnectionLine) => row.accountName ?? row.accountId ?? "";
  const accessOf = (row: ConnectionLine) =>
    row.access === "chosen"
      ? t("access_chosen_count", { count: row.chosenUsers })
      : t(`access_${row.access}`);
  const list = useListState(connections, {
    columns: {
      name: (row) => row.name,
      type: typeOf,
      account: accountOf,
      status: (row) => t(`status_${row.status}`),
      access: accessOf,
      usedBy: (row) => row.usedBy,
      created: (row) => row.createdAt,
      createdBy: (row) => row.createdBy ?? "",
    },
    initialSort: { column: "name", direction: "ascending" },
    text: (row) => `${row.name} ${typeOf(row)} ${accountOf(row)}`,
  });
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField label={t("search")} shortcut="/" value={list.search} onChange={list.setSearch} />
        }
      />
      <DataTable
        label={t("title")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        rowHref={(row) => `/admin/connections/${row.id}`}
        rowLabel={(row) => row.name}
        rowMenu={(row) => [
          { id: "edit", label: t("edit"), icon: <Pencil />, href: `/admin/connections/${row.id}` },
          {
            id: "remove",
            label: t("remove"),
            icon: <Trash2 />,
            tone: "danger",
            onAction: () => setRemoving(row),
          },
        ]}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={[
          { id: "name", label: t("name"), isRowHeader: true, isSortable: true, cell: (row) => row.name },
          { id: "type", label: t("type"), isSortable: true, hideBelow: "lg", cell: typeOf },
          {
            id: "account",
            label: t("account"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) => accountOf(row) || <span className="text-quiet">–</span>,
          },
          {
            id: "status",
            label: t("status"),
            isSortable: true,
            cell: (row) => <ConnectionStatus status={row.status} />,
          },
          { id: "access", label: t("access"), isSortable: true, hideBelow: "md", cell: accessOf },
          {
            id: "usedBy",
            label: t("usedBy"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) =>
              row.usedBy > 0 ? (
                <TextLink href={`/data/exports?q=${encodeURIComponent(row.name)}`}>
                  {t("usedByCount", { count: row.usedBy })}
                </TextLink>
              ) : (
                <span className="text-quiet">{t("usedByCount", { count: 0 })}</span>
              ),
          },
          {
            id: "created",
            label: t("created"),
            isSortable: true,
            hideBelow: "lg",
            cell: (row) => <RelativeTime at={row.createdAt} />,
          },
          {
            id: "createdBy",
            label: t("createdBy"),
            isSortable: true,
            hideBelow: "lg",
            cell: (row) => row.createdBy ?? t("ferry"),
          },
        ]}
      />
      {removing && <RemoveConnection connection={removing} onClose={() => setRemoving(undefined)} />}
    </div>
  );
}
