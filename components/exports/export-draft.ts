import { type ScheduleDraft, toSchedule, toScheduleDraft } from "@/components/schedule/schedule-draft";
import type { ExportFormOptions } from "@/lib/exports/form-options";
import type { ExportDetail } from "@/lib/exports/queries";
import type { Mapping, SaveExportInput } from "@/lib/exports/schema";

/** A row of the mapping under a number of its own, so that rows keep their place while others go. */
export interface AttributeRow {
  id: number;
  to: string;
  field: string;
}
export interface PropertyRow {
  id: number;
  name: string;
  field: string;
}

/** The form as it stands. `listName` is what Klaviyo says the list is called; null while nobody has asked. */
export interface ExportDraft {
  connectionId: string | null;
  name: string;
  listId: string;
  listName: string | null;
  identifierField: string;
  attributes: AttributeRow[];
  properties: PropertyRow[];
  segmentIds: string[];
  excludedSegmentIds: string[];
  leavers: "keep" | "remove";
  schedule: ScheduleDraft;
}

/** A new export; what was asked for, and what can be chosen in only one way, is chosen. */
export function newDraft(
  options: ExportFormOptions,
  asked: { connectionId?: string; segmentId?: string; timeZone: string },
): ExportDraft {
  const { connections, segments, suggestedIdentifier } = options;
  const wanted = connections.find(({ id }) => id === asked.connectionId);
  const only = connections.length === 1 ? connections[0] : undefined;
  return {
    connectionId: (wanted ?? only)?.id ?? null,
    name: "",
    listId: "",
    listName: null,
    identifierField: suggestedIdentifier ?? "",
    attributes: [],
    properties: [],
    segmentIds: segments.filter(({ id }) => id === asked.segmentId).map(({ id }) => id),
    excludedSegmentIds: [],
    leavers: "keep",
    schedule: toScheduleDraft(asked.timeZone, { isScheduled: true, ownSchedule: null }),
  };
}

export function toDraft(saved: ExportDetail, timeZone: string): ExportDraft {
  return {
    connectionId: saved.connection?.id ?? null,
    name: saved.name,
    listId: saved.list.id,
    listName: saved.list.name,
    identifierField: saved.identifierField.key,
    attributes: saved.mapping.fields.map(({ to, field }, id) => ({ id, to, field: field.key })),
    properties: saved.mapping.properties.map(({ name, field }, id) => ({ id, name, field: field.key })),
    segmentIds: saved.segments.map(({ id }) => id),
    excludedSegmentIds: saved.excludedSegments.map(({ id }) => id),
    leavers: saved.leavers,
    schedule: toScheduleDraft(timeZone, saved),
  };
}

export function toMapping({ attributes, properties }: ExportDraft): Mapping {
  return {
    fields: attributes.map(({ to, field }) => ({ to, field })),
    properties: properties.map(({ name, field }) => ({ name, field })),
  };
}

/** The part of the mapping that is filled in, for counting while one types. */
export function toCompleteMapping(draft: ExportDraft): Mapping {
  const { fields, properties } = toMapping(draft);
  return {
    fields: fields.filter(({ to, field }) => to && field),
    properties: properties.filter(({ name, field }) => name.trim() && field),
  };
}

export function toInput(draft: ExportDraft, exportId?: string): SaveExportInput {
  const { name, listId, identifierField, segmentIds, excludedSegmentIds, leavers, schedule } = draft;
  const unchanged = { name, listId, identifierField, segmentIds, excludedSegmentIds, leavers };
  const mapping = toMapping(draft);
  const connectionId = draft.connectionId ?? "";
  return { ...unchanged, ...toSchedule(schedule), exportId, connectionId, mapping };
}
