"use client";
import { useState } from "react";
import type { AttributeRow, ExportDraft, PropertyRow } from "@/components/exports/export-draft";

const nextId = (rows: readonly { id: number }[]) => Math.max(-1, ...rows.map(({ id }) => id)) + 1;

const changed = <Row extends { id: number }>(rows: Row[], id: number, change: Partial<Row>) =>
  rows.map((row) => (row.id === id ? { ...row, ...change } : row));

/** The state of the form, and whether it differs from what it began with. */
export function useExportDraft(initial: ExportDraft) {
  const [draft, setDraft] = useState(initial);
  return {
    draft,
    isDirty: JSON.stringify(draft) !== JSON.stringify(initial),
    change: (change: Partial<ExportDraft>) => setDraft((was) => ({ ...was, ...change })),
    addAttributes: (added: Omit<AttributeRow, "id">[]) =>
      setDraft((was) => {
        const first = nextId(was.attributes);
        const rows = added.map((row, index) => ({ ...row, id: first + index }));
        return { ...was, attributes: [...was.attributes, ...rows] };
      }),
    changeAttribute: (id: number, change: Partial<AttributeRow>) =>
      setDraft((was) => ({ ...was, attributes: changed(was.attributes, id, change) })),
    removeAttribute: (id: number) =>
      setDraft((was) => ({ ...was, attributes: was.attributes.filter((row) => row.id !== id) })),
    addProperty: () =>
      setDraft((was) => {
        const row = { id: nextId(was.properties), name: "", field: "" };
        return { ...was, properties: [...was.properties, row] };
      }),
    changeProperty: (id: number, change: Partial<PropertyRow>) =>
      setDraft((was) => ({ ...was, properties: changed(was.properties, id, change) })),
    removeProperty: (id: number) =>
      setDraft((was) => ({ ...was, properties: was.properties.filter((row) => row.id !== id) })),
  };
}
export type ExportEditing = ReturnType<typeof useExportDraft>;
