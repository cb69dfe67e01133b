"use client";
import { FileUp, RefreshCw, Trash2 } from "lucide-react";
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
import { useRefreshSource } from "./use-refresh-source";

interface SourceListProps {
  sources: SourceLine[];
  mayWrite: boolean;
  mayConnect: boolean;
}

export function SourceList({ sources, mayWrite, mayConnect }: SourceListProps) {
  const t = useTranslations("sources");
  const customers = useTranslations("customers");
  const database = useTranslations("databaseSources");
  const kinds = { csv: t("csv"), postgresql: database("kind"), api: t("api") };
  const format = useFormatter();
  const refresh = useRefreshSource();
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
  const refreshOf = (row: SourceLine): MenuItem => ({
    id: "refresh",
    label: database("refresh"),
    icon: <RefreshCw />,
    onAction: () => void refresh(row.id),
  });
  const uploadTo = (row: SourceLine): MenuItem => ({
    id: "upload",
    label: t("upload"),
    icon: <FileUp />,
    href: `/data/sources/new?source=${row.id}`,
  });
  const menu = (row: SourceLine): MenuItem[] => [
    ...(row.kind === "postgresql" ? [refreshOf(row)] : []),
    ...(row.kind === "csv" ? [uploadTo(row)] : []),
    ...(row.kind === "postgresql" && !mayConnect ? [] : [removalOf(row)]),
  ];
  const removalOf = (row: SourceLine): MenuItem => ({
    id: "remove",
    label: t("remove"),
    icon: <Trash2 />,
    tone: "danger",
    onAction: () => setRemoving(row),
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
        rowHref={(row) => `/data/sources/${row.id}`}
        rowLabel={(row) => row.name}
        rowMenu={mayWrite ? menu : undefined}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={[
          {
            id: "name",
            label: t("name"),
            isRowHeader: true,
            isSortable: true,
            cell: (row) => (
              <>
                {row.name}
                <span className="block font-normal text-quiet sm:hidden">
                  {customers("count", { count: row.people })}
                </span>
              </>
            ),
          },
          { id: "kind", label: t("kind"), hideBelow: "md", cell: (row) => kinds[row.kind] },
          {
            id: "people",
            label: t("people"),
            align: "end",
            isSortable: true,
            hideBelow: "sm",
            cell: (row) => format.number(row.people),
          },
          {
            id: "status",
            label: t("status"),
            cell: (row) =>
              row.lastImport ? <ImportStatus line={row.lastImport} /> : <span className="text-quiet">–</span>,
          },
          {
            id: "lastImport",
            label: t("lastData"),
            isSortable: true,
            hideBelow: "md",
            className: "whitespace-nowrap",
            cell: (row) => {
              const at = row.lastImport?.createdAt ?? row.pushedAt;
              return at ? <RelativeTime at={at} /> : <span className="text-quiet">{t("never")}</span>;
            },
          },
        ]}
      />
      {removing && <RemoveSource source={removing} onClose={() => setRemoving(undefined)} />}
    </div>
  );
}
