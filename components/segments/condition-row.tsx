"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { ComboBox } from "@/components/ui/combo-box";
import { DateField } from "@/components/ui/date-field";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { ProfileField } from "@/lib/profiles/fields";
import { type Condition, type Operator, arityOf, operatorsByType } from "@/lib/segments/definition";

interface ConditionRowProps {
  number: number;
  condition: Condition;
  fields: ProfileField[];
  problemOf: (part: string) => string | undefined;
  onField: (key: string) => void;
  onChange: (change: Partial<Condition>) => void;
  onRemove: () => void;
}

/** One condition: field, comparison and as many values as it takes. */
export function ConditionRow(props: ConditionRowProps) {
  const { number, condition, fields, problemOf, onField, onChange, onRemove } = props;
  const t = useTranslations("segments");
  const operators = useTranslations("operators");
  const type = fields.find((field) => field.key === condition.field)?.type ?? "text";
  return (
    <div
      role="group"
      aria-label={t("condition", { number })}
      className="flex w-full flex-wrap items-start gap-2 max-sm:border-s-2 max-sm:border-line max-sm:ps-3"
    >
      <ComboBox
        label={t("field")}
        hideLabel
        items={fieldItems(fields, condition.field, (field) => t("missingField", { field }))}
        value={condition.field}
        onChange={(key) => key && onField(key)}
        error={problemOf("field")}
        className="max-sm:flex-1 sm:w-52"
      />
      <Select
        label={t("operator")}
        hideLabel
        items={operatorsByType[type].map((id) => ({ id, label: operators(id) }))}
        value={condition.operator}
        onChange={(id) => onChange({ operator: id as Operator })}
        error={problemOf("operator")}
        className="w-full max-sm:order-2 sm:w-48"
      />
      <ConditionValues {...props} type={type} />
      <IconButton label={t("removeCondition", { number })} icon={<X />} onPress={onRemove} />
    </div>
  );
}

function fieldItems(fields: ProfileField[], chosen: string, missing: (key: string) => string) {
  const items = fields.map(({ key, name }) => ({ id: key, label: name }));
  return fields.some((field) => field.key === chosen)
    ? items
    : [{ id: chosen, label: missing(chosen) }, ...items];
}

function ConditionValues({
  condition,
  type,
  problemOf,
  onChange,
}: ConditionRowProps & { type: ProfileField["type"] }) {
  const t = useTranslations("segments");
  const count = arityOf(condition.operator);
  const isDay = (type === "date" || type === "datetime") && condition.operator !== "in_last_days";
  const labels =
    count === 2 ? [t("from"), t("to")] : [condition.operator === "in_last_days" ? t("days") : t("value")];
  return labels.slice(0, count).map((label, index) => {
    const field = {
      label,
      hideLabel: true,
      value: condition.values[index] ?? "",
      error: problemOf(`values.${index}`),
      onChange: (value: string | null) => {
        const values = [...condition.values];
        values[index] = value ?? "";
        onChange({ values: Array.from(values, (one) => one ?? "") });
      },
    };
    return isDay ? (
      <DateField key={label} {...field} className="w-full max-sm:order-2 sm:w-44" />
    ) : (
      <TextField
        key={label}
        {...field}
        placeholder={label}
        inputMode={type === "text" ? undefined : "decimal"}
        className="w-full max-sm:order-2 sm:w-44"
      />
    );
  });
}
