"use client";
import { Bell } from "lucide-react";
import { usePathname } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { Link } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import { useLive } from "@/components/ui/use-live";
import { unreadQuery } from "@/lib/notifications/query-options";

const MOST_SHOWN = 99;

type InboxLinkProps = {
  initial: { unread: number };
  collapses?: boolean;
  /** The bell alone, as it stands at the top of a phone. */
  isIcon?: boolean;
  onNavigate?: () => void;
};

/** The way to the inbox, with how much in it is unread. */
export function InboxLink({ initial, collapses, isIcon, onNavigate }: InboxLinkProps) {
  const t = useTranslations("shell");
  const { unread } = useLive(unreadQuery, initial);
  const isCurrent = usePathname() === "/notifications";
  return (
    <Tooltip text={t("notifications")} placement="right" isDisabled={!collapses} className="lg:hidden">
      <Link
        href="/notifications"
        aria-current={isCurrent ? "page" : undefined}
        onPress={onNavigate}
        className={cn(
          "flex min-h-8 items-center gap-2.5 rounded-control px-2.5 text-text no-underline transition-colors",
          "hover:bg-surface-2 focus-visible:-outline-offset-2 pointer-coarse:min-h-10",
          collapses && "max-lg:justify-center max-lg:px-0",
          isIcon && "ms-auto min-w-10 justify-center",
          isCurrent && "bg-accent-soft font-medium text-accent hover:bg-accent-soft",
        )}
      >
        <span className="relative flex shrink-0">
          <Bell aria-hidden className={cn("size-4", !isCurrent && "text-quiet")} />
          {unread > 0 && <Dot className={cn(!isIcon && (collapses ? "lg:hidden" : "hidden"))} />}
        </span>
        <span className={cn("min-w-0 flex-1 truncate", collapses && "max-lg:sr-only", isIcon && "sr-only")}>
          {t("notifications")}
          <span className="sr-only">, {t("unread", { unread })}</span>
        </span>
        {unread > 0 && !isIcon && <Count unread={unread} className={cn(collapses && "max-lg:hidden")} />}
      </Link>
    </Tooltip>
  );
}

function Dot({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "absolute -end-1 -top-1 size-2.5 rounded-full border-2 border-surface bg-accent",
        className,
      )}
    />
  );
}

function Count({ unread, className }: { unread: number; className?: string }) {
  const format = useFormatter();
  const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : format.number(unread);
  return (
    <span
      aria-hidden
      className={cn(
        "min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent tabular-nums",
        className,
      )}
    >
      {shown}
    </span>
  );
}
