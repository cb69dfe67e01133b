"use client";
import { useTranslations } from "next-intl";
import { RadioGroup } from "@/components/ui/radio-group";

/** Whether an export runs with the system's refreshes or only when somebody says so. */
export function ScheduleChoice({ value, onChange }: { value: boolean; onChange: (isOn: boolean) => void }) {
  const t = useTranslations("exports");
  return (
    <RadioGroup
      label={t("whenItRuns")}
      value={value ? "on" : "off"}
      onChange={(id) => onChange(id === "on")}
      options={[
        { id: "on", label: t("scheduleChoiceOn") },
        { id: "off", label: t("scheduleChoiceOff") },
      ]}
    />
  );
}
