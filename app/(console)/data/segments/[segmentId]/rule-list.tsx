import { useFormatter, useTranslations } from "next-intl";
import type { ProfileField } from "@/lib/profiles/fields";
import type { Condition, Group, SegmentDefinition } from "@/lib/segments/definition";

interface RuleListProps {
  definition: SegmentDefinition;
  fields: ProfileField[];
}

/** A segment's rules in words. */
export function RuleList({ definition, fields }: RuleListProps) {
  return <GroupRules group={definition.root} fields={fields} />;
}

function GroupRules({ group, fields }: { group: Group; fields: ProfileField[] }) {
  const t = useTranslations("segments");
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-quiet">
        {t("match")} {t(group.match === "all" ? "matchAll" : "matchAny")}:
      </p>
      <ul className="flex flex-col gap-1.5 border-s-2 border-line ps-4">
        {group.items.map((item, index) => (
          // Rules have no identity of their own and this list never changes in place.
          <li key={index}>
            {item.kind === "group" ? (
              <GroupRules group={item} fields={fields} />
            ) : (
              <ConditionText condition={item} fields={fields} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ConditionText({ condition, fields }: { condition: Condition; fields: ProfileField[] }) {
  const t = useTranslations("segments");
  const operators = useTranslations("operators");
  const format = useFormatter();
  const field = fields.find((one) => one.key === condition.field);
  const shown = (value: string) =>
    field?.type === "date" && /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? format.dateTime(new Date(value), { dateStyle: "medium", timeZone: "UTC" })
      : value;
  return (
    <>
      <span className="font-medium">{field?.name ?? t("missingField", { field: condition.field })}</span>{" "}
      {operators(condition.operator)}{" "}
      {condition.values.length > 0 && (
        <span className="font-medium">{condition.values.map(shown).join(" – ")}</span>
      )}
    </>
  );
}
