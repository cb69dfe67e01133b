"use client";
import { useTranslations } from "next-intl";
import type { PreviewState } from "@/components/exports/use-export-preview";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";

/** How many people the chosen segments hold, each counted once, and a warning where that is more than may be sent. */
export function SegmentsTotal({ counted, limit }: { counted: PreviewState; limit: number | undefined }) {
  const t = useTranslations("exports");
  const { isAskable, preview, isCounting, hasFailed } = counted;
  if (!isAskable || hasFailed) return null;
  const over = preview && limit !== undefined ? preview.valid - limit : 0;
  return (
    <div aria-live="polite" aria-busy={isCounting} className="flex flex-col gap-3">
      {preview ? (
        <p>{t("totalPeople", { count: preview.members, valid: preview.valid })}</p>
      ) : (
        <Skeleton className="my-0.5 h-4 w-72 max-w-full" />
      )}
      {over > 0 && limit !== undefined && (
        <Notice tone="warning" title={t("overLimitTitle")}>
          {t("overLimit", { over, limit })}
        </Notice>
      )}
    </div>
  );
}
