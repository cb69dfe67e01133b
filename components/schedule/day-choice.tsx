"use client";
import { useTranslations } from "next-intl";
import { CheckboxGroup } from "react-aria-components";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import { useRecurrenceText } from "@/components/schedule/use-recurrence-text";
import { weekDays } from "@/lib/schedule/schema";

interface DayChoiceProps {
  value: number[];
  onChange: (days: number[]) => void;
  error?: string;
}

/** On which days of the week. */
export function DayChoice({ value, onChange, error }: DayChoiceProps) {
  const t = useTranslations("schedule");
  const { dayName } = useRecurrenceText();
  return (
    <CheckboxGroup
      value={value.map(String)}
      onChange={(days) => onChange(days.map(Number).toSorted())}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className="flex min-w-0 flex-col gap-1"
    >
      <FieldLabel isRequired>{t("days")}</FieldLabel>
      <div className="flex flex-wrap gap-x-5 gap-y-2 py-1">
        {weekDays.map((day) => (
          <Checkbox key={day} value={String(day)}>
            {dayName(day)}
          </Checkbox>
        ))}
      </div>
      <FieldProblem>{error}</FieldProblem>
    </CheckboxGroup>
  );
}
