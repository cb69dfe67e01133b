"use client";
import { CircleCheck, CircleX, Mail, MailOpen, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { Inbox } from "@/lib/notifications/queries";
import { asWords, hrefOf, sayIncident } from "@/lib/notifications/say-incident";

type Item = Inbox["items"][number];

const failures: readonly string[] = ["run_failed", "source_failed"];

function Sign({ told }: Item) {
  const t = useTranslations("notifications");
  if (told.isRecovery)
    return <CircleCheck role="img" aria-label={t("sign_good")} className="size-4 text-good" />;
  return failures.includes(told.kind) ? (
    <CircleX role="img" aria-label={t("sign_bad")} className="size-4 text-bad" />
  ) : (
    <TriangleAlert role="img" aria-label={t("sign_warning")} className="size-4 text-warning" />
  );
}

/** One notification: what happened, what to do, and the way there. Opening it is reading it. */
export function InboxItem({ item, onMark }: { item: Item; onMark: (isRead: boolean) => void }) {
  const t = useTranslations("notifications");
  const { told, at, isRead, isOpen } = item;
  const said = sayIncident(asWords(useTranslations()), told);
  const isOver = !isOpen && !told.isRecovery;
  return (
    <li className={cn("flex items-start gap-3 px-4 py-3", !isRead && "bg-accent-soft/40")}>
      <span className="mt-0.5 shrink-0">
        <Sign {...item} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <h2 className={cn("text-pretty wrap-anywhere", !isRead && "font-semibold")}>
          {!isRead && <span className="sr-only">{t("unreadMark")} </span>}
          <TextLink
            href={hrefOf(told)}
            onPress={() => !isRead && onMark(true)}
            className="text-text no-underline hover:underline"
          >
            {said.title}
          </TextLink>
        </h2>
        {said.body && <p className="max-w-prose text-pretty wrap-anywhere text-quiet">{said.body}</p>}
        {said.todo && !isOver && <p className="max-w-prose text-pretty">{said.todo}</p>}
        <p className="flex flex-wrap gap-x-2 text-dense text-quiet">
          <RelativeTime at={at} />
          {isOver && <span>· {t("over")}</span>}
        </p>
      </div>
      <IconButton
        size="small"
        label={t(isRead ? "markUnread" : "markRead", { title: said.title })}
        icon={isRead ? <Mail aria-hidden /> : <MailOpen aria-hidden />}
        onPress={() => onMark(!isRead)}
      />
    </li>
  );
}
