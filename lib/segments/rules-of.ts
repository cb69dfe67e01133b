import type { Group, Item, SegmentDefinition } from "./definition";

/** One rule of a segment on its own, under its place in the whole. */
export interface SegmentRule {
  path: string;
  definition: SegmentDefinition;
}

/**
 * The parts of a definition as definitions of their own: what each finds alone. Rules where there are several,
 * sub-rules, and conditions, in the order in which they stand.
 */
export function rulesOf(definition: SegmentDefinition): SegmentRule[] {
  const found: SegmentRule[] = [];
  const add = (path: string, group: Group) =>
    found.push({ path, definition: { ...definition, rules: [{ combine: "union", group }] } });
  const visit = (item: Item, path: string) => {
    if (item.kind !== "group") return add(path, { kind: "group", match: "all", items: [item] });
    // A group of one finds what that one finds.
    if (item.items.length > 1) add(path, item);
    item.items.forEach((one, index) => visit(one, `${path}.items.${index}`));
  };
  definition.rules.forEach(({ group }, index) => {
    const path = `rules.${index}.group`;
    if (definition.rules.length > 1) visit(group, path);
    else group.items.forEach((one, at) => visit(one, `${path}.items.${at}`));
  });
  return found;
}

/** The conditions among them, which nothing is a part of. */
export function conditionRulesOf(definition: SegmentDefinition): SegmentRule[] {
  return rulesOf(definition).filter(({ definition: { rules } }) => {
    const items = rules[0]?.group.items ?? [];
    return items.length === 1 && items[0]?.kind !== "group";
  });
}
