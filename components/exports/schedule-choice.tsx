"use client";
import { useFormatter, useTranslations } from "next-intl";
import { RecurrenceFields } from "@/components/schedule/recurrence-fields";
import { type ScheduleDraft, type ScheduleKind, kindOf } from "@/components/schedule/schedule-draft";
import type { LoadInstants } from "@/components/schedule/use-instants";
import { RadioGroup } from "@/components/ui/radio-group";

interface ScheduleChoiceProps {
  value: ScheduleDraft;
  onChange: (draft: ScheduleDraft) => void;
  problemOf: (field: string) => string | undefined;
  /** When everything is refreshed next; null while the system's schedule is off. */
  systemRunAt: string | null;
  preview: LoadInstants;
}

const changes: Record<ScheduleKind, Partial<ScheduleDraft>> = {
  system: { isScheduled: true, isOwn: false },
  own: { isScheduled: true, isOwn: true },
  off: { isScheduled: false },
};

/** Whether an export runs with the system's refreshes, by a schedule of its own, or only when somebody says so. */
export function ScheduleChoice({ value, onChange, problemOf, systemRunAt, preview }: ScheduleChoiceProps) {
  const t = useTranslations("exports");
  const format = useFormatter();
  const kind = kindOf(value);
  const nextRefresh = systemRunAt
    ? t("systemNext", {
        time: format.dateTime(new Date(systemRunAt), { dateStyle: "medium", timeStyle: "short" }),
      })
    : t("systemOff");
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <RadioGroup
        label={t("whenItRuns")}
        value={kind}
        onChange={(id) => onChange({ ...value, ...changes[id as ScheduleKind] })}
        options={[
          { id: "system", label: t("scheduleChoiceOn"), description: kind === "system" && nextRefresh },
          { id: "own", label: t("scheduleChoiceOwn") },
          { id: "off", label: t("scheduleChoiceOff"), description: kind === "off" && t("onDemandOnly") },
        ]}
      />
      {kind === "own" && (
        <RecurrenceFields
          kinds={["hour", "day", "week", "month"]}
          draft={value.recurrence}
          onChange={(recurrence) => onChange({ ...value, recurrence })}
          problemOf={(path) => problemOf(`ownSchedule.${path}`)}
          preview={preview}
        />
      )}
    </div>
  );
}
