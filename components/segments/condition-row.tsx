"use client";
import { useTranslations } from "next-intl";
import { ConditionValues } from "@/components/segments/condition-values";
import { withField, withOperator } from "@/components/segments/edit-draft";
import { ItemRow } from "@/components/segments/item-row";
import { useRules } from "@/components/segments/rules-context";
import type { DraftCondition } from "@/components/segments/segment-draft";
import { ComboBox } from "@/components/ui/combo-box";
import { Select } from "@/components/ui/select";
import type { ProfileField } from "@/lib/profiles/fields";
import { type Operator, operatorsByType } from "@/lib/segments/operators";

interface ConditionRowProps {
  number: number;
  path: string;
  condition: DraftCondition;
  onRemove: () => void;
}

/** One condition: field, comparison and as many values as it takes. */
export function ConditionRow({ number, path, condition, onRemove }: ConditionRowProps) {
  const t = useTranslations("segments");
  const operators = useTranslations("operators");
  const { fields, addedId, problemOf, change } = useRules();
  const typeOf = (key: string) => fields.find((field) => field.key === key)?.type;
  const type = typeOf(condition.field) ?? "text";
  const partProblem = (part: string) => problemOf(`${path}.${part}`);
  const edit = (to: (was: DraftCondition) => DraftCondition, part?: string) =>
    change(condition.id, (item) => (item.kind === "condition" ? to(item) : item), part);
  return (
    <ItemRow
      label={t("condition", { number })}
      removeLabel={t("removeCondition", { number })}
      onRemove={onRemove}
    >
      <ComboBox
        label={t("field")}
        hideLabel
        items={fieldItems(fields, condition.field, (field) => t("missingField", { field }))}
        value={condition.field}
        onChange={(key) => key && edit((was) => withField(was, key, typeOf))}
        error={partProblem("field")}
        autoFocus={addedId === condition.id}
        className="max-sm:flex-1 sm:w-52"
      />
      <Select
        label={t("operator")}
        hideLabel
        items={operatorsByType[type].map((id) => ({ id, label: operators(id) }))}
        value={condition.operator}
        onChange={(id) => edit((was) => withOperator(was, id as Operator))}
        error={partProblem("operator")}
        className="w-full max-sm:order-2 sm:w-48"
      />
      <ConditionValues
        condition={condition}
        type={type}
        problemOf={partProblem}
        onChange={(values, part) => edit((was) => ({ ...was, values }), part)}
      />
    </ItemRow>
  );
}

function fieldItems(fields: ProfileField[], chosen: string, missing: (key: string) => string) {
  const items = fields.map(({ key, name }) => ({ id: key, label: name }));
  return fields.some((field) => field.key === chosen)
    ? items
    : [{ id: chosen, label: missing(chosen) }, ...items];
}
