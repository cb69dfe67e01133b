import type { SegmentDefinition } from "../definition";
import { type SegmentRule, rulesOf } from "../rules-of";

export interface RuleChanges {
  added: SegmentRule[];
  removed: SegmentRule[];
  /** The same rules, joined or ordered otherwise. */
  isRearranged: boolean;
}

const textOf = (value: unknown) => JSON.stringify(value);

/** Rules of `these` that are not among `those`; one that stands there once covers one here. */
function without(these: SegmentRule[], those: SegmentRule[]): SegmentRule[] {
  const left = those.map(({ definition }) => textOf(definition));
  return these.filter(({ definition }) => {
    const at = left.indexOf(textOf(definition));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What became of the rules between two revisions. A segment made of a list has none. */
export function compareRules(older: SegmentDefinition | null, newer: SegmentDefinition | null): RuleChanges {
  const before = older ? rulesOf(older) : [];
  const after = newer ? rulesOf(newer) : [];
  const added = without(after, before);
  const removed = without(before, after);
  const isSame = added.length + removed.length === 0;
  return { added, removed, isRearranged: isSame && textOf(older) !== textOf(newer) };
}
