"use client";
import { useTranslations } from "next-intl";
import { useDuration } from "@/components/runs/use-duration";
import { ProgressBar } from "@/components/ui/progress-bar";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { LatestRefresh } from "@/lib/refresh/find-latest";
import { cancelRefreshAction } from "./actions";
import { CancelButton } from "./cancel-button";

const tones = {
  running: "working",
  successful: "good",
  completed_with_warnings: "warning",
  failed: "bad",
  canceled: "off",
} as const;

/** How far the refresh of the whole is that runs, or how the last one ended. */
export function RefreshSummary({
  refresh,
  mayCancel,
}: {
  refresh: LatestRefresh | null;
  mayCancel: boolean;
}) {
  const t = useTranslations("status.whole");
  const { exact } = useDuration();
  if (!refresh) return <p className="text-quiet">{t("none")}</p>;
  const why = t(`reason_${refresh.reason}`, { name: refresh.startedBy ?? t("somebody") });
  const { tasks, done, notDone } = refresh;
  if (refresh.finishedAt)
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dense text-quiet">
        <span className="font-medium text-text">{t("last")}</span>
        <StatusPill tone={tones[refresh.status]}>{t(`status_${refresh.status}`)}</StatusPill>
        <RelativeTime at={refresh.finishedAt} />
        <span>{why}</span>
        <span>{t("took", { duration: exact(refresh.seconds) })}</span>
        {notDone > 0 && <span>{t("notDone", { count: notDone })}</span>}
        {refresh.canceledBy && <span>{t("canceledBy", { name: refresh.canceledBy })}</span>}
      </p>
    );
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3 rounded-panel border border-line bg-surface px-4 py-3">
      <ProgressBar
        className="min-w-60 flex-1"
        label={t(refresh.isCanceled ? "canceling" : "running")}
        value={done}
        max={Math.max(1, tasks)}
        detail={[t("progress", { done, tasks }), why, exact(refresh.seconds)].join(" · ")}
      />
      {mayCancel && !refresh.isCanceled && (
        <CancelButton
          label={t("cancel")}
          title={t("cancelTitle")}
          keepLabel={t("keep")}
          size="small"
          action={cancelRefreshAction}
          input={{ refreshId: refresh.id }}
        >
          {t("cancelBody")}
        </CancelButton>
      )}
    </div>
  );
}
