import type { Condition, SegmentDefinition } from "@/lib/segments/definition";

/** The part of a definition the form edits: one group of conditions. Deeper trees come with the full builder. */
export interface SegmentDraft {
  name: string;
  match: "all" | "any";
  conditions: (Condition & { id: number })[];
}

/** A definition as the form shows it; null when it holds more than one group. */
export function toDraft(name: string, { root }: SegmentDefinition): SegmentDraft | null {
  const conditions = root.items.flatMap((item, id) => (item.kind === "condition" ? [{ ...item, id }] : []));
  return conditions.length === root.items.length ? { name, match: root.match, conditions } : null;
}

export function toDefinition(draft: SegmentDraft): SegmentDefinition {
  const items = draft.conditions.map(({ id: _, ...condition }) => condition);
  return { version: 1, root: { kind: "group", match: draft.match, items } };
}
