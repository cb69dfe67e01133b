"use client";
import { useTranslations } from "next-intl";
import { RadioGroup } from "@/components/ui/radio-group";
import { type MergeMode, mergeModes } from "@/lib/sources/merge-modes";

/** What becomes of customers the source knows and the new file does not name. */
export function ModeField({ mode, onChange }: { mode: MergeMode; onChange: (mode: MergeMode) => void }) {
  const t = useTranslations("sources");
  return (
    <RadioGroup
      label={t("mode")}
      value={mode}
      onChange={(id) => onChange(id as MergeMode)}
      options={mergeModes.map((id) => ({
        id,
        label: t(`mode_${id}`),
        description: t(`mode_${id}Hint`),
      }))}
    />
  );
}
