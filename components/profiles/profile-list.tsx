"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ProfileTable } from "@/components/profiles/profile-table";
import { Button } from "@/components/ui/button";
import { CommandBar } from "@/components/ui/command-bar";
import type { DataSort } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { useSettled } from "@/components/ui/use-settled";
import { fieldOf } from "@/lib/profiles/columns-schema";
import type { ChosenColumn } from "@/lib/profiles/list-columns";
import type { ProfileSort } from "@/lib/profiles/people-sql";
import type { ProfilePage } from "@/lib/profiles/queries";
import { profilesQuery } from "@/lib/profiles/query-options";

interface ProfileListProps {
  /** The first page, as the server has it. */
  first: ProfilePage;
  /** How many there are, in words. */
  summary: string;
  segmentId?: string;
  columns?: ChosenColumn[];
  sort?: ProfileSort;
  onSortChange?: (sort: DataSort) => void;
  /** Commands of the list. */
  children?: ReactNode;
}

/** People with search and pages. What is searched for and where a page begins stay out of the address: they name people. */
export function ProfileList({
  first,
  summary,
  segmentId,
  columns,
  sort,
  onSortChange,
  children,
}: ProfileListProps) {
  const t = useTranslations("customers");
  const [search, setSearch] = useState("");
  // Where each page so far began; the last is the one shown.
  const [starts, setStarts] = useState<(string | undefined)[]>([undefined]);
  const asked = useSettled(search.trim());
  const after = starts.at(-1);
  const isFirst = asked === "" && after === undefined;
  const fields = columns?.flatMap(({ id }) => fieldOf(id) ?? []);
  const wanted = { search: asked, segmentId, sort, fields };
  const { data, isFetching, isError, refetch } = useQuery({
    ...profilesQuery({ ...wanted, after }),
    enabled: !isFirst,
    placeholderData: keepPreviousData,
  });
  const page = isFirst ? first : (data ?? first);
  // Only the first page of a search can tell how many there are.
  const found = useQueryClient().getQueryData(profilesQuery(wanted).queryKey)?.total;
  const turn = (to: (string | undefined)[]) => setStarts(to);
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField
            label={t("search")}
            placeholder={t("searchHint")}
            shortcut="/"
            value={search}
            onChange={(text) => {
              setSearch(text);
              turn([undefined]);
            }}
          />
        }
      >
        {children}
      </CommandBar>
      {isError ? (
        <Notice
          tone="bad"
          role="alert"
          title={t("unreadable")}
          action={<Retry onPress={() => void refetch()} />}
        >
          {t("unreadableHint")}
        </Notice>
      ) : (
        <ProfileTable
          label={t("title")}
          lines={page.lines}
          columns={columns}
          sort={sort}
          onSortChange={(next) => {
            turn([undefined]);
            onSortChange?.(next);
          }}
          isLoading={isFetching && !isFirst}
          empty={
            <EmptyState>{page.saysTooLittle ? t("needsMore") : t("noMatch", { search: asked })}</EmptyState>
          }
        />
      )}
      <Pager
        hasPrevious={starts.length > 1}
        hasNext={!isError && page.nextAfter !== undefined}
        onPrevious={() => turn(starts.slice(0, -1))}
        onNext={() => turn([...starts, page.nextAfter])}
        summary={
          <Summary all={asked === "" ? summary : undefined} found={found} shown={page} page={starts.length} />
        }
      />
    </div>
  );
}

function Retry({ onPress }: { onPress: () => void }) {
  const t = useTranslations("ui");
  return (
    <Button size="small" onPress={onPress}>
      {t("error.retry")}
    </Button>
  );
}

interface SummaryProps {
  all?: string;
  found?: number;
  shown: ProfilePage;
  page: number;
}

/** How many, and which page. A search that stopped looking when it had a page says that there are more. */
function Summary({ all, found, shown, page }: SummaryProps) {
  const t = useTranslations("customers");
  const atLeast = page > 1 || shown.nextAfter !== undefined;
  const count = found ?? shown.lines.length;
  const sentence =
    all ?? (found === undefined && atLeast ? t("foundMore", { count }) : t("found", { count }));
  return (
    <span role="status">
      {sentence}
      {page > 1 && ` · ${t("page", { page })}`}
    </span>
  );
}
