"use client";
import { useRef, useState } from "react";
import {
  addItem,
  changeItem,
  changeRule,
  newCondition,
  newRule,
  removeRule,
} from "@/components/segments/edit-draft";
import { type DraftItem, type DraftRule, toDraft } from "@/components/segments/segment-draft";
import { useUndo } from "@/components/segments/use-undo";
import type { ProfileField } from "@/lib/profiles/fields";
import type { SegmentDefinition } from "@/lib/segments/definition";

/** The rules while they are edited, step by step to be taken back. */
export function useRulesDraft(initial: SegmentDefinition, fields: ProfileField[]) {
  const history = useUndo(() => toDraft(initial));
  const [addedId, setAddedId] = useState<string | null>(null);
  const count = useRef(0);
  const newId = () => `new-${count.current++}`;

  function itemOf(kind: DraftItem["kind"]): DraftItem | null {
    const [first] = fields;
    if (kind === "segment") return { id: newId(), kind, segmentId: "", name: "", isMember: true };
    if (!first) return null;
    const condition = newCondition(first, newId());
    return kind === "condition" ? condition : { id: newId(), kind, match: "any", items: [condition] };
  }

  return {
    draft: history.present,
    history,
    addedId,
    setTimeZone: (timeZone: string) => history.change((was) => ({ ...was, timeZone })),
    change: (id: string, change: (item: DraftItem) => DraftItem | null, part?: string) =>
      history.change((was) => changeItem(was, id, change), part ? `${id} ${part}` : null),
    changeRule: (id: string, change: Partial<DraftRule>) =>
      history.change((was) => changeRule(was, id, change)),
    removeRule: (id: string) => history.change((was) => removeRule(was, id)),
    add(groupId: string, kind: DraftItem["kind"]) {
      const item = itemOf(kind);
      if (!item) return;
      setAddedId(item.kind === "group" ? (item.items[0]?.id ?? null) : item.id);
      history.change((was) => addItem(was, groupId, item));
    },
    addRule() {
      const [first] = fields;
      if (!first) return;
      const [ruleId, conditionId] = [newId(), newId()];
      setAddedId(conditionId);
      history.change((was) => ({ ...was, rules: [...was.rules, newRule(first, ruleId, conditionId)] }));
    },
  };
}
