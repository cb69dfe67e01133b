"use client";
import { Workflow } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { useListState } from "@/components/ui/use-list-state";
import { useLive } from "@/components/ui/use-live";
import type { RefreshExtent, Status } from "@/lib/status/queries";
import { statusQuery } from "@/lib/status/query-options";
import { ProgressPane } from "./progress-pane";
import { RefreshAll } from "./refresh-all";
import { RefreshSummary } from "./refresh-summary";
import { toHref } from "./to-href";
import { useStatusColumns } from "./use-status-columns";
import { useStatusFilters } from "./use-status-filters";
import { WorkflowPane } from "./workflow-pane";

const PAGE_SIZE = 50;
const WORKFLOW = "workflow";

/** All tasks of the system, the refresh that runs or ran last, and beside them what somebody looks at more closely. */
export function StatusView({ initial, extent }: { initial: Status; extent: RefreshExtent }) {
  const t = useTranslations("status");
  const { rows, refresh, mayRun } = useLive(statusQuery, initial);
  const [pane, setPane] = useQueryState("pane", parseAsString.withOptions({ history: "push" }));
  const close = (isOpen: boolean) => !isOpen && void setPane(null);
  const { shown, fields } = useStatusFilters(rows);
  const { columns, sortValues, searchText } = useStatusColumns((id) => void setPane(id));
  const list = useListState(shown, {
    columns: sortValues,
    initialSort: { column: "group", direction: "ascending" },
    text: searchText,
    pageSize: PAGE_SIZE,
  });
  const isEmpty = rows.every(({ group }) => group === "system");
  return (
    <div className="flex flex-col gap-4">
      <RefreshSummary refresh={refresh} mayCancel={mayRun} />
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
      >
        {mayRun && <RefreshAll extent={extent} isRunning={refresh?.finishedAt === null} />}
        {refresh && (
          <Button variant="quiet" icon={<Workflow aria-hidden />} onPress={() => void setPane(WORKFLOW)}>
            {t("workflow.open")}
          </Button>
        )}
      </CommandBar>
      {fields}
      {isEmpty && (
        <EmptyState action={mayRun && <LinkButton href="/data/sources/new">{t("addSource")}</LinkButton>}>
          {t("empty")}
        </EmptyState>
      )}
      <DataTable
        label={t("title")}
        rows={list.rows}
        rowHref={(row) => toHref(row) ?? undefined}
        sort={list.sort}
        onSortChange={list.setSort}
        empty={
          <EmptyState>{list.search ? t("noMatch", { search: list.search }) : t("noneFiltered")}</EmptyState>
        }
        columns={columns}
      />
      {list.range.total > PAGE_SIZE && <Pager {...list.pager} summary={t("range", list.range)} />}
      <ProgressPane
        taskId={pane !== WORKFLOW ? pane : null}
        onOpenChange={close}
        onWorkflow={() => void setPane(WORKFLOW)}
      />
      <WorkflowPane isOpen={pane === WORKFLOW} onOpenChange={close} onTask={(id) => void setPane(id)} />
    </div>
  );
}
