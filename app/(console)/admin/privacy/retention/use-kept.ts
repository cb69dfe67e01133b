"use client";
import { useTranslations } from "next-intl";
import type { RetentionLine } from "@/lib/retention/queries";

/** How long something is kept, in words. */
export function useKept(): (line: RetentionLine) => string {
  const t = useTranslations("privacy.retention");
  return ({ kept, days }) => {
    switch (kept.kind) {
      case "chosen":
        return t("kept_days", { count: days ?? kept.days });
      case "days":
        return t("kept_days", { count: kept.days });
      case "hours":
        return t("kept_hours", { count: kept.hours });
      case "minutes":
        return kept.minutes === 0 ? t("kept_at_end") : t("kept_minutes", { count: kept.minutes });
      case "for_ever":
        return t("kept_for_ever");
    }
  };
}
