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
import type { ExportLine } from "@/lib/exports/queries";
import { exportsQuery } from "@/lib/exports/query-options";
import { useExportColumns } from "./use-export-columns";
import { useExportCommands } from "./use-export-commands";
import { useRunAll } from "./use-run-all";

const PAGE_SIZE = 25;

/** All exports, with what can be done with those that are selected. */
export function ExportList({ initial, mayWrite }: { initial: ExportLine[]; mayWrite: boolean }) {
  const t = useTranslations("exports");
  const exports = useLive(exportsQuery, initial);
  const [selectedIds, setSelectedIds] = useState(new Set<string>());
  const selected = exports.filter(({ id }) => selectedIds.has(id));
  const clear = () => setSelectedIds(new Set());
  const { columns, sortValues, searchText } = useExportColumns();
  const { commandsFor, dialogs } = useExportCommands({ onGone: clear });
  const all = useRunAll(exports);
  const list = useListState(exports, {
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
        {mayWrite && selected.length === 0 && <CommandButton command={all.command} />}
      </CommandBar>
      <DataTable
        label={t("title")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        selection="multiple"
        selectedIds={selectedIds}
        onSelectionChange={setSelectedIds}
        rowHref={(row) => `/data/exports/${row.id}`}
        rowLabel={(row) => row.name}
        rowMenu={(row) => commandsFor([row])}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={columns}
      />
      {list.range.total > PAGE_SIZE && <Pager {...list.pager} summary={t("range", list.range)} />}
      {dialogs}
      {all.dialog}
    </div>
  );
}
