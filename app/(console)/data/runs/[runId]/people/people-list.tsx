"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { useSettled } from "@/components/ui/use-settled";
import type { OutcomePage } from "@/lib/runs/outcomes/outcome-queries";
import type { OpenableOutcome } from "@/lib/runs/outcomes/outcome-schema";
import { listOutcomePeopleAction } from "../../actions";
import { usePeopleColumns } from "./use-people-columns";

interface PeopleListProps {
  first: OutcomePage;
  total: number;
  runId: string;
  outcome: OpenableOutcome;
  labels: Record<string, string>;
}

/** The people of an outcome with search and pages, none of which stands in the address, since it names people. */
export function PeopleList({ first, total, runId, outcome, labels }: PeopleListProps) {
  const t = useTranslations("runs");
  const columns = usePeopleColumns(outcome, labels);
  const [search, setSearch] = useState("");
  // Where each page so far began; the last is the one shown.
  const [starts, setStarts] = useState<(string | undefined)[]>([undefined]);
  const asked = useSettled(search.trim());
  const after = starts.at(-1);
  const isFirst = asked === "" && after === undefined;
  const { data, isFetching, isError } = useQuery({
    queryKey: ["run-people", runId, outcome, asked, after],
    queryFn: async () => {
      const result = await listOutcomePeopleAction({ runId, outcome, search: asked, after });
      if (!result.ok) throw new Error(result.code);
      return result.value;
    },
    enabled: !isFirst,
    placeholderData: keepPreviousData,
  });
  // The number of warnings is one of values, not of people.
  const isCounted = asked === "" && outcome !== "warnings";
  const page = isFirst ? first : (data ?? first);
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField
            label={t("search")}
            shortcut="/"
            value={search}
            onChange={(text) => {
              setSearch(text);
              setStarts([undefined]);
            }}
          />
        }
      />
      <DataTable
        label={t(`outcome.${outcome}`)}
        rows={isError ? [] : page.people}
        columns={columns}
        rowHref={({ profileId }) => (profileId === null ? undefined : `/data/customers/${profileId}`)}
        isLoading={isFetching && !isFirst}
        empty={<EmptyState>{t("noMatch", { search: asked })}</EmptyState>}
      />
      <Pager
        hasPrevious={starts.length > 1}
        hasNext={page.nextAfter !== undefined}
        onPrevious={() => setStarts(starts.slice(0, -1))}
        onNext={() => setStarts([...starts, page.nextAfter])}
        summary={isCounted ? t("count", { people: total }) : t("page", { page: starts.length })}
      />
    </div>
  );
}
