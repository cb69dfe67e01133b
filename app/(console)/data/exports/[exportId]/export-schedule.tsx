"use client";
import { useTranslations } from "next-intl";
import { useNextRunText } from "@/components/exports/use-next-run-text";
import { kindOf } from "@/components/schedule/schedule-draft";
import { useRecurrenceText } from "@/components/schedule/use-recurrence-text";
import type { ExportDetail } from "@/lib/exports/queries";

/** Which schedule an export follows, and when it runs next. */
export function ExportSchedule({ shown }: { shown: ExportDetail }) {
  const t = useTranslations("exports");
  const { text } = useRecurrenceText();
  const nextRunText = useNextRunText();
  const { isScheduled, ownSchedule, nextRun } = shown;
  const kind = kindOf({ isScheduled, isOwn: ownSchedule !== null });
  const words = {
    system: t("scheduleChoiceOn"),
    own: ownSchedule && text(ownSchedule),
    off: t("scheduleChoiceOff"),
  };
  return (
    <>
      {words[kind]}
      {kind !== "off" && <p className="max-w-prose text-dense text-quiet">{nextRunText(nextRun)}</p>}
    </>
  );
}
