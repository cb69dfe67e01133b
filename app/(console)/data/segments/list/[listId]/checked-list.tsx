"use client";
import { useFormatter, useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { formatBytes } from "@/components/ui/format-bytes";
import { LinkButton } from "@/components/ui/link-button";
import { ProblemText } from "@/components/ui/problem-text";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useLive } from "@/components/ui/use-live";
import type { MemberListState } from "@/lib/segments/member-lists/queries";
import { memberListQuery } from "@/lib/segments/member-lists/query-options";
import { FoundPeople } from "./found-people";
import { SaveList } from "./save-list";

/** A list on its way: how far it is read, then whom it names, then its name as a segment. */
export function CheckedList({ initial }: { initial: MemberListState }) {
  const t = useTranslations("segments.lists");
  const sources = useTranslations("sources");
  const format = useFormatter();
  const list = useLive(memberListQuery, initial);
  const other = (
    <LinkButton href="/data/segments/list" variant="primary">
      {t("chooseOther")}
    </LinkButton>
  );
  if (list.status === "failed")
    return (
      <EmptyState title={t("failedTitle")} action={other}>
        {list.problem && <ProblemText problem={list.problem} />}
      </EmptyState>
    );
  if (list.status !== "ready")
    return (
      <ProgressBar
        label={t("reading")}
        value={list.readBytes}
        max={list.totalBytes}
        indeterminate={list.status === "queued" || list.readBytes >= list.totalBytes}
        detail={sources("bytes", {
          read: formatBytes(format, list.readBytes),
          total: formatBytes(format, list.totalBytes),
        })}
      />
    );
  return (
    <div className="flex flex-col gap-8">
      <FoundPeople list={list} />
      {list.members > 0 ? <SaveList list={list} /> : <EmptyState action={other}>{t("nobody")}</EmptyState>}
    </div>
  );
}
