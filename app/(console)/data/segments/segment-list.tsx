"use client";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { SegmentStatus } from "@/components/segments/segment-status";
import { Button } from "@/components/ui/button";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { MenuItem } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchField } from "@/components/ui/search-field";
import { useListState } from "@/components/ui/use-list-state";
import { useLive } from "@/components/ui/use-live";
import type { SegmentLine } from "@/lib/segments/queries";
import { segmentsQuery } from "@/lib/segments/query-options";
import { RemoveSegment } from "./remove-segment";
import { useRefresh } from "./use-refresh";

export function SegmentList({ initial, mayWrite }: { initial: SegmentLine[]; mayWrite: boolean }) {
  const t = useTranslations("segments");
  const format = useFormatter();
  const segments = useLive(segmentsQuery, initial);
  const { refreshOne, refreshAll } = useRefresh();
  const [removing, setRemoving] = useState<SegmentLine>();
  const list = useListState(segments, {
    columns: {
      name: (row) => row.name,
      members: (row) => row.members,
      refreshed: (row) => row.refreshedAt ?? "",
    },
    initialSort: { column: "name", direction: "ascending" },
    text: (row) => row.name,
  });

  const menu = (row: SegmentLine): MenuItem[] => [
    { id: "edit", label: t("edit"), icon: <Pencil />, href: `/data/segments/${row.id}/edit` },
    { id: "refresh", label: t("refresh"), icon: <RefreshCw />, onAction: () => void refreshOne(row.id) },
    { id: "remove", label: t("remove"), icon: <Trash2 />, tone: "danger", onAction: () => setRemoving(row) },
  ];

  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField label={t("search")} shortcut="/" value={list.search} onChange={list.setSearch} />
        }
      >
        {mayWrite && (
          <Button variant="quiet" icon={<RefreshCw />} onPress={() => void refreshAll()}>
            {t("refreshAll")}
          </Button>
        )}
      </CommandBar>
      <DataTable
        label={t("title")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        rowHref={(row) => `/data/segments/${row.id}`}
        rowLabel={(row) => row.name}
        rowMenu={mayWrite ? menu : undefined}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={[
          { id: "name", label: t("name"), isRowHeader: true, isSortable: true, cell: (row) => row.name },
          {
            id: "members",
            label: t("members"),
            align: "end",
            isSortable: true,
            cell: (row) => format.number(row.members),
          },
          { id: "status", label: t("status"), cell: (row) => <SegmentStatus status={row.refreshStatus} /> },
          {
            id: "refreshed",
            label: t("refreshed"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) => (row.refreshedAt ? <RelativeTime at={row.refreshedAt} /> : t("never")),
          },
          {
            id: "createdBy",
            label: t("createdBy"),
            hideBelow: "lg",
            cell: (row) => row.createdBy ?? t("ferry"),
          },
        ]}
      />
      {removing && <RemoveSegment segment={removing} onClose={() => setRemoving(undefined)} />}
    </div>
  );
}
