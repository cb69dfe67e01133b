"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { ProfileTable } from "@/components/profiles/profile-table";
import { CommandBar } from "@/components/ui/command-bar";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import type { Result } from "@/lib/errors";
import type { ProfilePage } from "@/lib/profiles/queries";
import type { ListProfilesInput } from "@/lib/profiles/schema";

interface ProfileListProps {
  first: ProfilePage;
  total: number;
  segmentId?: string;
  load: (input: ListProfilesInput) => Promise<Result<ProfilePage>>;
}

/** People with search and pages. What is searched for stays out of the address, since it names people. */
export function ProfileList({ first, total, segmentId, load }: ProfileListProps) {
  const t = useTranslations("customers");
  const [search, setSearch] = useState("");
  // Where each page so far began; the last is the one shown.
  const [starts, setStarts] = useState<(string | undefined)[]>([undefined]);
  const asked = useDeferredValue(search.trim());
  const after = starts.at(-1);
  const isFirst = asked === "" && after === undefined;
  const { data, isFetching, isError } = useQuery({
    queryKey: ["profiles", segmentId, asked, after],
    queryFn: async () => {
      const result = await load({ search: asked, after, segmentId });
      if (!result.ok) throw new Error(result.code);
      return result.value;
    },
    enabled: !isFirst,
    placeholderData: keepPreviousData,
  });
  const page = isFirst ? first : (data ?? first);
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
              setStarts([undefined]);
            }}
          />
        }
      />
      <ProfileTable
        label={t("title")}
        lines={isError ? [] : page.lines}
        isLoading={isFetching && !data && !isFirst}
        empty={<EmptyState>{t("noMatch", { search: asked })}</EmptyState>}
      />
      <Pager
        hasPrevious={starts.length > 1}
        hasNext={page.nextAfter !== undefined}
        onPrevious={() => setStarts(starts.slice(0, -1))}
        onNext={() => setStarts([...starts, page.nextAfter])}
        summary={asked === "" ? t("count", { count: total }) : t("page", { page: starts.length })}
      />
    </div>
  );
}
