import type { SegmentDefinition } from "../definition";
import { type SegmentRule, conditionRulesOf } from "../rules-of";

export interface RuleChanges {
  added: SegmentRule[];
  removed: SegmentRule[];
  /** The same conditions, joined or ordered otherwise. */
  isRearranged: boolean;
}

// A rule that asks about a segment keeps its name of that day, which says nothing about whom it finds.
const textOf = (rules: unknown) =>
  JSON.stringify(rules, (key, value) => (key === "name" ? undefined : value));

const textOfRule = ({ definition }: SegmentRule) => textOf(definition.rules);

/** Rules of `these` that are not among `those`; one that stands there once covers one here. */
function without(these: SegmentRule[], those: SegmentRule[]): SegmentRule[] {
  const left = those.map(textOfRule);
  return these.filter((rule) => {
    const at = left.indexOf(textOfRule(rule));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What became of the conditions between two revisions. A segment made of a list has none. */
export function compareRules(older: SegmentDefinition | null, newer: SegmentDefinition | null): RuleChanges {
  const before = older ? conditionRulesOf(older) : [];
  const after = newer ? conditionRulesOf(newer) : [];
  const added = without(after, before);
  const removed = without(before, after);
  const isSame = added.length + removed.length === 0;
  return { added, removed, isRearranged: isSame && textOf(older?.rules) !== textOf(newer?.rules) };
}
