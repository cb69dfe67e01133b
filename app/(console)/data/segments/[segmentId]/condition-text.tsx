import { useFormatter, useTranslations } from "next-intl";
import type { ProfileField } from "@/lib/profiles/fields";
import type { Condition } from "@/lib/segments/definition";
import { shapeOf } from "@/lib/segments/operators";

// More are counted: a list may have a thousand.
const SHOWN = 5;

/** A condition in words; `field` is missing where it was removed. */
export function ConditionText({
  condition,
  field,
}: {
  condition: Condition;
  field: ProfileField | undefined;
}) {
  const t = useTranslations("segments");
  const operators = useTranslations("operators");
  const name = field?.name ?? t("missingField", { field: condition.field });
  return (
    <>
      <span className="font-medium">{name}</span>{" "}
      {shapeOf(condition.operator) === "period" ? (
        <PeriodText condition={condition} />
      ) : (
        <>
          {operators(condition.operator)} <ValuesText condition={condition} type={field?.type} />
        </>
      )}
    </>
  );
}

function PeriodText({ condition: { operator, values } }: { condition: Condition }) {
  const t = useTranslations("segmentBuilder");
  const params = { count: Number(values[0]), unit: values[1] ?? "days" };
  return t(operator as "in_last" | "in_next" | "more_than_ago", params);
}

function ValuesText({ condition, type }: { condition: Condition; type: ProfileField["type"] | undefined }) {
  const t = useTranslations("segmentBuilder");
  const format = useFormatter();
  const isDay = type === "date" || type === "datetime";
  const shown = (value: string) =>
    isDay && /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? format.dateTime(new Date(value), { dateStyle: "medium", timeZone: "UTC" })
      : value;
  const { operator, values } = condition;
  if (values.length === 0) return null;
  const texts = values.map(shown);
  const more = texts.length - SHOWN;
  if (shapeOf(operator) !== "list") return <span className="font-medium">{texts.join(" – ")}</span>;
  const listed = texts.slice(0, SHOWN).join(", ");
  return <span className="font-medium">{more > 0 ? t("listed", { values: listed, more }) : listed}</span>;
}
