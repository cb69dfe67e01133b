"use client";
import { useState } from "react";
import type { SegmentDraft } from "@/components/segments/segment-draft";
import type { ProfileField } from "@/lib/profiles/fields";
import { type Condition, type Operator, operatorsByType } from "@/lib/segments/definition";

/** The state of the segment form. */
export function useSegmentForm(initial: SegmentDraft, fields: ProfileField[]) {
  const [draft, setDraft] = useState(initial);
  const typeOf = (key: string) => fields.find((field) => field.key === key)?.type;

  function changeCondition(id: number, change: Partial<Condition>) {
    setDraft((was) => ({
      ...was,
      conditions: was.conditions.map((one) => (one.id === id ? { ...one, ...change } : one)),
    }));
  }

  return {
    draft,
    isDirty: draft !== initial,
    setName: (name: string) => setDraft((was) => ({ ...was, name })),
    setMatch: (match: SegmentDraft["match"]) => setDraft((was) => ({ ...was, match })),
    changeCondition,
    /** Another field keeps the comparison where its type has it too. */
    setField(id: number, key: string) {
      const operators: readonly Operator[] = operatorsByType[typeOf(key) ?? "text"];
      const was = draft.conditions.find((one) => one.id === id);
      const keeps = was && typeOf(was.field) === typeOf(key) && operators.includes(was.operator);
      const fresh = { operator: operators[0] ?? "equals", values: [] };
      changeCondition(id, keeps ? { field: key } : { field: key, ...fresh });
    },
    addCondition() {
      const field = fields[0];
      if (!field) return;
      const operator = operatorsByType[field.type][0];
      const condition = { kind: "condition" as const, field: field.key, operator, values: [] };
      setDraft((was) => {
        const id = Math.max(0, ...was.conditions.map((one) => one.id)) + 1;
        return { ...was, conditions: [...was.conditions, { ...condition, id }] };
      });
    },
    removeCondition(id: number) {
      setDraft((was) => ({ ...was, conditions: was.conditions.filter((one) => one.id !== id) }));
    },
  };
}
