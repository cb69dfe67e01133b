"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandBar } from "@/components/ui/command-bar";
import { CommandButton } from "@/components/ui/command-button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { useListState } from "@/components/ui/use-list-state";
import { useLive } from "@/components/ui/use-live";
import type { SegmentLine } from "@/lib/segments/queries";
import { segmentsQuery } from "@/lib/segments/query-options";
import { RefreshProgress } from "./refresh-progress";
import { useRefreshAll } from "./use-refresh";
import { useSegmentColumns } from "./use-segment-columns";
import { useSegmentCommands } from "./use-segment-commands";
import { useSegmentFilters } from "./use-segment-filters";

const PAGE_SIZE = 25;

/** All segments, with what can be done with those that are selected. */
export function SegmentList({ initial, mayWrite }: { initial: SegmentLine[]; mayWrite: boolean }) {
  const t = useTranslations("segments");
  const segments = useLive(segmentsQuery, initial);
  const [selectedIds, setSelectedIds] = useState(new Set<string>());
  const { shown, fields, knownTags } = useSegmentFilters(segments);
  const selected = shown.filter(({ id }) => selectedIds.has(id));
  const clear = () => setSelectedIds(new Set());
  const { columns, sortValues, searchText } = useSegmentColumns();
  const { commandsFor, dialogs } = useSegmentCommands({ knownTags, onGone: clear });
  const all = useRefreshAll();
  const list = useListState(shown, {
    columns: sortValues,
    initialSort: { column: "name", direction: "ascending" },
    text: searchText,
    pageSize: PAGE_SIZE,
  });
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField
            label={t("search")}
            shortcut="/"
            value={list.search}
            onChange={list.setSearch}
            className="md:w-52"
          />
        }
        selection={{ count: selected.length, onClear: clear }}
      >
        {selected.length > 0 &&
          commandsFor(selected).map((command) => <CommandButton key={command.id} command={command} />)}
        {mayWrite && selected.length === 0 && <CommandButton command={all} />}
      </CommandBar>
      {fields}
      <RefreshProgress segments={segments} />
      <DataTable
        label={t("title")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        selection={mayWrite ? "multiple" : "none"}
        selectedIds={selectedIds}
        onSelectionChange={setSelectedIds}
        rowHref={(row) => `/data/segments/${row.id}`}
        rowLabel={(row) => row.name}
        rowMenu={mayWrite ? (row) => commandsFor([row]) : undefined}
        empty={
          <EmptyState>
            {list.search ? t("noMatch", { search: list.search }) : t("life.noneFiltered")}
          </EmptyState>
        }
        columns={columns}
      />
      {list.range.total > PAGE_SIZE && <Pager {...list.pager} summary={t("life.range", list.range)} />}
      {dialogs}
    </div>
  );
}
