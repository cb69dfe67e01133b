"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

type PagerProps = {
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
  summary?: ReactNode;
};

/** Steps through a long list page by page, without page numbers. */
export function Pager({ hasPrevious, hasNext, onPrevious, onNext, summary }: PagerProps) {
  const t = useTranslations("ui");
  return (
    <nav aria-label={t("pages")} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="text-dense text-quiet tabular-nums">{summary}</p>
      <div className="flex gap-2">
        <Button
          size="small"
          isDisabled={!hasPrevious}
          onPress={onPrevious}
          icon={<ChevronLeft aria-hidden />}
        >
          {t("previous")}
        </Button>
        <Button size="small" isDisabled={!hasNext} onPress={onNext}>
          {t("next")}
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
