"use client";
import { CheckCheck, Inbox as InboxIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FormProblem } from "@/components/ui/form-status";
import { Segmented } from "@/components/ui/segmented";
import { useAction } from "@/components/ui/use-action";
import { useLive } from "@/components/ui/use-live";
import type { Inbox } from "@/lib/notifications/queries";
import { inboxQuery } from "@/lib/notifications/query-options";
import { inboxFilters } from "@/lib/notifications/schema";
import { markAllReadAction, markReadAction } from "./actions";
import { InboxItem } from "./inbox-item";

/** What somebody was told, kept current while they look. */
export function InboxView({ initial }: { initial: Inbox }) {
  const t = useTranslations("notifications");
  const router = useRouter();
  const client = useQueryClient();
  const { filter, unread, items } = useLive(inboxQuery, initial);
  const mark = useAction(markReadAction);
  const markAll = useAction(markAllReadAction);
  const problem = mark.problem ?? markAll.problem;
  const refetch = () => client.invalidateQueries({ queryKey: ["notifications"] });

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Segmented
          label={t("show")}
          value={filter}
          onChange={(show) =>
            router.replace(show === "all" ? "/notifications" : `/notifications?show=${show}`)
          }
          options={inboxFilters.map((id) => ({ id, label: t(`show_${id}`, { unread }) }))}
        />
        <Button
          icon={<CheckCheck aria-hidden />}
          isDisabled={unread === 0}
          isPending={markAll.isPending}
          onPress={() => void markAll.run({}).then(refetch)}
        >
          {t("markAll")}
        </Button>
      </div>
      {problem && <FormProblem>{problem}</FormProblem>}
      {items.length === 0 ? (
        <EmptyState icon={<InboxIcon />} title={t(`empty_${filter}`)}>
          {t("emptyHint")}
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y divide-line overflow-clip rounded-panel border border-line bg-surface">
          {items.map((item) => (
            <InboxItem
              key={item.id}
              item={item}
              onMark={(isRead) => void mark.run({ notificationId: item.id, isRead }).then(refetch)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
