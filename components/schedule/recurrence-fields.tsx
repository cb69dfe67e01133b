"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { DayChoice } from "@/components/schedule/day-choice";
import { NextRuns } from "@/components/schedule/next-runs";
import type { Every, RecurrenceDraft } from "@/components/schedule/recurrence-draft";
import { TimeList } from "@/components/schedule/time-list";
import type { LoadInstants } from "@/components/schedule/use-instants";
import { useRecurrenceText } from "@/components/schedule/use-recurrence-text";
import { ComboBox } from "@/components/ui/combo-box";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import { LAST_COMMON_DAY } from "@/lib/schedule/schema";

interface RecurrenceFieldsProps {
  kinds: readonly Every[];
  draft: RecurrenceDraft;
  onChange: (draft: RecurrenceDraft) => void;
  /** What is wrong with a part of it, by its path. */
  problemOf: (path: string) => string | undefined;
  preview: LoadInstants;
}

const monthDays = [...Array.from({ length: LAST_COMMON_DAY }, (_, index) => index + 1), "last" as const];

/** How often, on which days, at which times and by which clock; and when that is next. */
export function RecurrenceFields({ kinds, draft, onChange, problemOf, preview }: RecurrenceFieldsProps) {
  const t = useTranslations("schedule");
  const change = (part: Partial<RecurrenceDraft>) => onChange({ ...draft, ...part });
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Select
        label={t("every")}
        className="max-w-60"
        items={kinds.map((id) => ({ id, label: t(`every_${id}`) }))}
        value={draft.every}
        onChange={(every) => change({ every: every as Every })}
      />
      {draft.every === "week" && (
        <DayChoice value={draft.days} onChange={(days) => change({ days })} error={problemOf("days")} />
      )}
      {draft.every === "month" && (
        <Select
          label={t("monthDay")}
          description={t("monthDayHint")}
          className="max-w-60"
          items={monthDays.map((day) => ({
            id: String(day),
            label: day === "last" ? t("lastDay") : String(day),
          }))}
          value={String(draft.day)}
          onChange={(day) => change({ day: day === "last" ? day : Number(day) })}
          error={problemOf("day")}
        />
      )}
      {draft.every === "hour" ? (
        <NumberField
          label={t("minute")}
          className="max-w-60"
          value={draft.minute}
          onChange={(minute) => change({ minute })}
          minValue={0}
          maxValue={59}
          error={problemOf("minute")}
        />
      ) : (
        <TimeList
          value={draft.times}
          onChange={(times) => change({ times })}
          problemOf={(index) => problemOf(index === undefined ? "times" : `times.${index}`)}
        />
      )}
      <ZoneField zone={draft.zone} onChange={(zone) => change({ zone })} error={problemOf("zone")} />
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">{t("nextRuns")}</p>
        <NextRuns draft={draft} load={preview} />
      </div>
    </div>
  );
}

interface ZoneFieldProps {
  zone: string;
  onChange: (zone: string) => void;
  error?: string;
}

function ZoneField({ zone, onChange, error }: ZoneFieldProps) {
  const t = useTranslations("schedule");
  const { zoneName } = useRecurrenceText();
  const zones = useMemo(
    () => [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), zone])].toSorted(),
    [zone],
  );
  return (
    <ComboBox
      label={t("zone")}
      className="max-w-80"
      items={zones.map((id) => ({ id, label: zoneName(id) }))}
      value={zone}
      onChange={onChange}
      description={t("zoneHint")}
      error={error}
    />
  );
}
