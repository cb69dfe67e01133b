"use client";
import { FileUp, Trash2 } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ImportStatus } from "@/components/sources/import-status";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { MenuItem } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchField } from "@/components/ui/search-field";
import { useListState } from "@/components/ui/use-list-state";
import type { SourceLine } from "@/lib/sources/queries";
import { RemoveSource } from "./remove-source";

export function SourceList({ sources, mayWrite }: { sources: SourceLine[]; mayWrite: boolean }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const [removing, setRemoving] = useState<SourceLine>();
  const list = useListState(sources, {
    columns: {
      name: (row) => row.name,
      people: (row) => row.people,
      lastImport: (row) => row.lastImport?.createdAt ?? row.pushedAt ?? "",
    },
    initialSort: { column: "name", direction: "ascending" },
    text: (row) => row.name,
  });
  const upload = (row: SourceLine): MenuItem => ({
    id: "upload",
    label: t("upload"),
    icon: <FileUp />,
    href: `/data/sources/new?source=${row.id}`,
  });
  const menu = (row: SourceLine): MenuItem[] => [
    ...(row.kind === "csv" ? [upload(row)] : []),
    { id: "remove", label: t("remove"), icon: <Trash2 />, tone: "danger", onAction: () => setRemoving(row) },
  ];
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
        rowHref={(row) => `/data/sources/${row.id}`}
        rowLabel={(row) => row.name}
        rowMenu={mayWrite ? menu : undefined}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={[
          { id: "name", label: t("name"), isRowHeader: true, isSortable: true, cell: (row) => row.name },
          {
            id: "kind",
            label: t("kind"),
            hideBelow: "md",
            cell: (row) => t(row.kind === "api" ? "api" : "csv"),
          },
          {
            id: "people",
            label: t("people"),
            align: "end",
            isSortable: true,
            cell: (row) => format.number(row.people),
          },
          {
            id: "status",
            label: t("status"),
            cell: (row) => row.lastImport && <ImportStatus line={row.lastImport} />,
          },
          {
            id: "lastImport",
            label: t("lastImport"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) => {
              const at = row.lastImport?.createdAt ?? row.pushedAt;
              return at && <RelativeTime at={at} />;
            },
          },
        ]}
      />
      {removing && <RemoveSource source={removing} onClose={() => setRemoving(undefined)} />}
    </div>
  );
}
