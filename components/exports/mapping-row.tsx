"use client";
import { ArrowLeft, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ComboBox } from "@/components/ui/combo-box";
import { IconButton } from "@/components/ui/icon-button";
import type { ProfileField } from "@/lib/profiles/fields";

interface MappingRowProps {
  label: string;
  removeLabel: string;
  /** Where the value goes. */
  target: ReactNode;
  fields: ProfileField[];
  field: string;
  fieldProblem?: string;
  onField: (key: string) => void;
  onRemove: () => void;
}

/** One attribute: what it becomes at the destination, and the profile field it is filled from. */
export function MappingRow(props: MappingRowProps) {
  const { label, removeLabel, target, fields, field, fieldProblem, onField, onRemove } = props;
  const t = useTranslations("exports");
  const items = fields.map(({ key, name }) => ({ id: key, label: name }));
  const isGone = field !== "" && !fields.some(({ key }) => key === field);
  return (
    <div
      role="group"
      aria-label={label}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 max-sm:border-s-2 max-sm:border-line max-sm:ps-3 sm:grid-cols-[minmax(0,1fr)_1rem_minmax(0,1fr)_auto]"
    >
      <div className="max-sm:col-span-2">{target}</div>
      <ArrowLeft aria-hidden className="mt-2 size-4 text-quiet max-sm:hidden" />
      <ComboBox
        label={t("profileField")}
        hideLabel
        placeholder={t("profileField")}
        items={isGone ? [{ id: field, label: t("missingField", { field }) }, ...items] : items}
        value={field || null}
        onChange={onField}
        error={fieldProblem}
      />
      <IconButton label={removeLabel} icon={<X />} onPress={onRemove} />
    </div>
  );
}
