"use client";
import { useTranslations } from "next-intl";
import { kindOf } from "@/components/schedule/schedule-draft";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ExportLine } from "@/lib/exports/queries";

/** Which schedule an export follows, and when that has it run next. */
export function ScheduleCell({ line }: { line: ExportLine }) {
  const t = useTranslations("exports");
  const { nextRun } = line;
  return (
    <span className="flex flex-col">
      {t(`scheduleKind_${scheduleKindOf(line)}`)}
      {(nextRun.kind === "own" || nextRun.kind === "system") && (
        <RelativeTime at={nextRun.at} className="text-dense text-quiet" />
      )}
      {nextRun.kind === "system_schedule_off" && (
        <span className="text-dense text-quiet">{t("systemOffShort")}</span>
      )}
    </span>
  );
}

export function scheduleKindOf({ isScheduled, ownSchedule }: ExportLine) {
  return kindOf({ isScheduled, isOwn: ownSchedule !== null });
}
