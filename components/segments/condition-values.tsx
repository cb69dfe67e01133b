"use client";
import { useTranslations } from "next-intl";
import type { DraftCondition } from "@/components/segments/segment-draft";
import { ValueField } from "@/components/segments/value-field";
import { DateField } from "@/components/ui/date-field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import type { FieldType } from "@/lib/profiles/field-types";
import { periodUnits, shapeOf } from "@/lib/segments/operators";

interface ConditionValuesProps {
  condition: DraftCondition;
  type: FieldType;
  problemOf: (part: string) => string | undefined;
  /** `part` names what was typed into. */
  onChange: (values: string[], part: string) => void;
}

const width = "w-full max-sm:order-2 sm:w-48";

/** As many values as the comparison takes. */
export function ConditionValues(props: ConditionValuesProps) {
  const t = useTranslations("segments");
  switch (shapeOf(props.condition.operator)) {
    case "none":
      return null;
    case "one":
      return <OneValue {...props} label={t("value")} index={0} />;
    case "range":
      return (
        <>
          <OneValue {...props} label={t("from")} index={0} />
          <OneValue {...props} label={t("to")} index={1} />
        </>
      );
    case "list":
      return <ListValues {...props} />;
    case "period":
      return <Period {...props} />;
  }
}

/** The values with one of them replaced. */
function replaced(values: string[], index: number, value: string): string[] {
  const next = [...values];
  next[index] = value;
  return Array.from(next, (one) => one ?? "");
}

function OneValue(props: ConditionValuesProps & { label: string; index: number }) {
  const { condition, type, problemOf, onChange, label, index } = props;
  const field = {
    label,
    value: condition.values[index] ?? "",
    error: problemOf(`values.${index}`),
    onChange: (value: string | null) =>
      onChange(replaced(condition.values, index, value ?? ""), `values.${index}`),
    className: width,
  };
  if (type === "text") return <ValueField {...field} field={condition.field} />;
  if (type === "number") return <TextField {...field} hideLabel placeholder={label} inputMode="decimal" />;
  return <DateField {...field} hideLabel />;
}

function ListValues({ condition, problemOf, onChange }: ConditionValuesProps) {
  const t = useTranslations("segmentBuilder");
  const wrong = condition.values.findIndex((_, index) => problemOf(`values.${index}`));
  return (
    <TextArea
      label={t("list")}
      hideLabel
      placeholder={t("list")}
      rows={Math.min(8, Math.max(2, condition.values.length))}
      value={condition.values.join("\n")}
      onChange={(text) => onChange(text === "" ? [] : text.split("\n"), "values")}
      error={problemOf("values") ?? (wrong < 0 ? undefined : problemOf(`values.${wrong}`))}
      className="w-full max-sm:order-2 sm:w-72"
    />
  );
}

function Period({ condition, problemOf, onChange }: ConditionValuesProps) {
  const t = useTranslations("segmentBuilder");
  const [number = "", unit = "days"] = condition.values;
  return (
    <>
      <TextField
        label={t("number")}
        hideLabel
        placeholder={t("number")}
        inputMode="numeric"
        value={number}
        onChange={(value) => onChange([value, unit], "values.0")}
        error={problemOf("values.0")}
        className="max-sm:order-2 max-sm:flex-1 sm:w-24"
      />
      <Select
        label={t("unit")}
        hideLabel
        items={periodUnits.map((id) => ({ id, label: t(`unit_${id}`) }))}
        value={unit}
        onChange={(id) => onChange([number, id], "values.1")}
        error={problemOf("values.1")}
        className="max-sm:order-2 max-sm:flex-1 sm:w-32"
      />
    </>
  );
}
