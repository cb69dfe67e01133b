"use client";
import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { SegmentLine } from "@/lib/segments/queries";
import { isMovingLine } from "@/lib/segments/query-options";

/** How far the refreshes are that were asked for together: the oldest that still moves, and whatever was asked since. */
export function RefreshProgress({ segments }: { segments: SegmentLine[] }) {
  const t = useTranslations("segments.life");
  const moving = segments.filter(isMovingLine);
  if (moving.length === 0) return null;
  const since = moving.map(({ askedAt }) => askedAt ?? "").toSorted()[0] ?? "";
  const asked = segments.filter((one) => isMovingLine(one) || (one.askedAt !== null && one.askedAt >= since));
  const now = moving.find(({ refreshStatus }) => refreshStatus === "refreshing");
  return (
    <ProgressBar
      label={t("refreshing")}
      value={asked.length - moving.length}
      max={asked.length}
      detail={[
        t("refreshedOf", { done: asked.length - moving.length, total: asked.length }),
        now && t("refreshingNow", { name: now.name }),
      ]
        .filter(Boolean)
        .join(" · ")}
    />
  );
}
