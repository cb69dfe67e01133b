import type {
  Condition,
  Group,
  Item,
  MemberCondition,
  Rule,
  SegmentDefinition,
} from "@/lib/segments/definition";
import { shapeOf } from "@/lib/segments/operators";

/** What is told apart while it is edited, whatever becomes of its place. */
interface Named {
  id: string;
}

export type DraftCondition = Condition & Named;
export type DraftMember = MemberCondition & Named;
export type DraftItem = DraftCondition | DraftMember | DraftGroup;
export interface DraftGroup extends Named {
  kind: "group";
  match: Group["match"];
  items: DraftItem[];
}
export interface DraftRule extends Named {
  combine: Rule["combine"];
  group: DraftGroup;
}

/** A definition as the form edits it. */
export interface RulesDraft {
  timeZone: string;
  rules: DraftRule[];
}

function nameItem(item: Item, id: string): DraftItem {
  return item.kind === "group" ? nameGroup(item, id) : { ...item, id };
}

function nameGroup(group: Group, id: string): DraftGroup {
  return { ...group, id, items: group.items.map((item, index) => nameItem(item, `${id}.${index}`)) };
}

/** A stored definition for the form; the same on the server and in the browser. */
export function toDraft({ timeZone, rules }: SegmentDefinition): RulesDraft {
  const named = rules.map(({ combine, group }, index) => {
    const id = `rule-${index}`;
    return { id, combine, group: nameGroup(group, `${id}.group`) };
  });
  return { timeZone, rules: named };
}

// A list is typed line by line, and an empty line is no value.
function toValues({ operator, values }: Condition): string[] {
  return shapeOf(operator) === "list" ? values.filter((value) => value.trim() !== "") : values;
}

function toItem(item: DraftItem): Item {
  if (item.kind === "group") return toGroup(item);
  const { id: _, ...plain } = item;
  return plain.kind === "condition" ? { ...plain, values: toValues(plain) } : plain;
}

function toGroup({ match, items }: DraftGroup): Group {
  return { kind: "group", match, items: items.map(toItem) };
}

/** What the form holds, to be saved. */
export function toDefinition({ timeZone, rules }: RulesDraft): SegmentDefinition {
  const plain = rules.map(({ combine, group }) => ({ combine, group: toGroup(group) }));
  return { version: 2, timeZone, rules: plain };
}
