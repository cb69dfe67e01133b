import { useTranslations } from "next-intl";
import type { ProfileField } from "@/lib/profiles/fields";
import type { Group, Item, MemberCondition, SegmentDefinition } from "@/lib/segments/definition";
import { TextLink } from "@/components/ui/text-link";
import { ConditionText } from "./condition-text";

interface RuleListProps {
  definition: SegmentDefinition;
  fields: ProfileField[];
}

/** A segment's rules in words. */
export function RuleList({ definition, fields }: RuleListProps) {
  const t = useTranslations("segmentBuilder");
  const { rules, timeZone } = definition;
  return (
    <div className="flex flex-col gap-4">
      {rules.map(({ combine, group }, index) => (
        // Rules have no identity of their own and this list never changes in place.
        <div key={index} className="flex flex-col gap-1.5">
          {rules.length > 1 && (
            <h3 className="font-semibold">
              {index > 0 && `${t(combine)} · `}
              {t("rule", { number: index + 1 })}
              {index > 0 && <span className="font-normal text-quiet"> {t(`${combine}Hint`)}</span>}
            </h3>
          )}
          <GroupRules group={group} fields={fields} />
        </div>
      ))}
      {hasDays(
        rules.map(({ group }) => group),
        fields,
      ) && (
        <p className="text-dense text-quiet">{t("timeZoneNote", { zone: timeZone.replaceAll("_", " ") })}</p>
      )}
    </div>
  );
}

/** One rule in words, without what holds for all of them; a single condition in one line. */
export function RuleWords({ definition, fields }: RuleListProps) {
  const [rule, ...others] = definition.rules;
  if (!rule || others.length > 0) return <RuleList definition={definition} fields={fields} />;
  const [item, ...more] = rule.group.items;
  if (!item || more.length > 0) return <GroupRules group={rule.group} fields={fields} />;
  return <ItemText item={item} fields={fields} />;
}

function hasDays(items: Item[], fields: ProfileField[]): boolean {
  return items.some((item) => {
    if (item.kind === "group") return hasDays(item.items, fields);
    const type = item.kind === "condition" && fields.find(({ key }) => key === item.field)?.type;
    return type === "date" || type === "datetime";
  });
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
          <li key={index}>
            <ItemText item={item} fields={fields} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ItemText({ item, fields }: { item: Item; fields: ProfileField[] }) {
  if (item.kind === "group") return <GroupRules group={item} fields={fields} />;
  if (item.kind === "segment") return <MemberText condition={item} />;
  return <ConditionText condition={item} field={fields.find(({ key }) => key === item.field)} />;
}

function MemberText({ condition: { segmentId, name, isMember } }: { condition: MemberCondition }) {
  const t = useTranslations("segmentBuilder");
  return (
    <>
      {t(isMember ? "isMember" : "isNotMember")}{" "}
      <TextLink href={`/data/segments/${segmentId}`}>{name}</TextLink>
    </>
  );
}
