"use client";
import { useTranslations } from "next-intl";
import { NextRuns } from "@/components/schedule/next-runs";
import type { RecurrenceDraft } from "@/components/schedule/recurrence-draft";
import type { LoadInstants } from "@/components/schedule/use-instants";
import { useRecurrenceText } from "@/components/schedule/use-recurrence-text";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { SystemSchedule } from "@/lib/schedule/system-schedule";

interface ScheduleFactsProps {
  schedule: SystemSchedule;
  recurrence: RecurrenceDraft;
  preview: LoadInstants;
}

/** The system's schedule for those who may not change it. */
export function ScheduleFacts({ schedule, recurrence, preview }: ScheduleFactsProps) {
  const t = useTranslations("schedule");
  const { text } = useRecurrenceText();
  if (!schedule.isOn || !schedule.recurrence) return <Notice tone="info">{t("offNotice")}</Notice>;
  return (
    <>
      <KeyValues
        items={[
          { label: t("refreshes"), value: text(schedule.recurrence) },
          { label: t("catchUp"), value: t("minutes", { count: schedule.catchUpMinutes }) },
        ]}
      />
      <Section title={t("nextRuns")}>
        <NextRuns draft={recurrence} load={preview} />
      </Section>
    </>
  );
}
