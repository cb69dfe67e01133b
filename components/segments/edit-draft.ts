import type { ProfileField } from "@/lib/profiles/fields";
import { type Operator, operatorsByType, shapeOf } from "@/lib/segments/operators";
import type { DraftCondition, DraftGroup, DraftItem, DraftRule, RulesDraft } from "./segment-draft";

/** The group with `change` made to the item of that id, wherever within it. */
function changeWithin(
  group: DraftGroup,
  id: string,
  change: (item: DraftItem) => DraftItem | null,
): DraftGroup {
  const items = group.items.flatMap((item) => {
    if (item.id === id) return change(item) ?? [];
    return item.kind === "group" ? changeWithin(item, id, change) : item;
  });
  return { ...group, items };
}

/** The draft with one condition or group changed; null takes it out. */
export function changeItem(
  draft: RulesDraft,
  id: string,
  change: (item: DraftItem) => DraftItem | null,
): RulesDraft {
  const rules = draft.rules.map((rule) => {
    if (rule.group.id !== id) return { ...rule, group: changeWithin(rule.group, id, change) };
    return { ...rule, group: change(rule.group) as DraftGroup };
  });
  return { ...draft, rules };
}

export function changeRule(draft: RulesDraft, id: string, change: Partial<DraftRule>): RulesDraft {
  return { ...draft, rules: draft.rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)) };
}

export function removeRule(draft: RulesDraft, id: string): RulesDraft {
  return { ...draft, rules: draft.rules.filter((rule) => rule.id !== id) };
}

/** The draft with `item` at the end of a group. */
export function addItem(draft: RulesDraft, groupId: string, item: DraftItem): RulesDraft {
  return changeItem(draft, groupId, (group) =>
    group.kind === "group" ? { ...group, items: [...group.items, item] } : group,
  );
}

/** A condition to begin with. */
export function newCondition(field: ProfileField, id: string): DraftCondition {
  const operator = operatorsByType[field.type][0];
  return { id, kind: "condition", field: field.key, operator, values: [] };
}

/** A rule to begin with. */
export function newRule(field: ProfileField, id: string, conditionId: string): DraftRule {
  const items = [newCondition(field, conditionId)];
  return { id, combine: "union", group: { id: `${id}.group`, kind: "group", match: "all", items } };
}

/** Another operator keeps of the values what it can use. */
export function withOperator(condition: DraftCondition, operator: Operator): DraftCondition {
  const [was, is] = [shapeOf(condition.operator), shapeOf(operator)];
  if (was === is) return { ...condition, operator };
  const kept = was === "period" || is === "none" ? [] : condition.values.slice(0, is === "list" ? 2 : 1);
  return { ...condition, operator, values: is === "period" ? ["", "days"] : kept };
}

/** Another field of the same type keeps the rest. */
export function withField(
  condition: DraftCondition,
  key: string,
  typeOf: (key: string) => ProfileField["type"] | undefined,
): DraftCondition {
  const type = typeOf(key) ?? "text";
  if (typeOf(condition.field) === type) return { ...condition, field: key };
  return { ...condition, field: key, operator: operatorsByType[type][0], values: [] };
}
