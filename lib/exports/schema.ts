import { z } from "zod";
import { recurrenceSchema } from "@/lib/schedule/schema";
import { storableText } from "@/lib/storable-text";

export const exportIdSchema = z.object({ exportId: z.uuid() });
export const exportIdsSchema = z.object({ exportIds: z.array(z.uuid()).min(1).max(1_000) });

export const exportNameSchema = storableText.trim().min(1, "required").max(100, "too_long");

/** Most segments one export may send, and as many it may exclude. */
export const MAX_SEGMENTS = 100;

/** Most custom properties one export may send; a record has to stay below the destination's size. */
export const MAX_PROPERTIES = 300;

const fieldKey = storableText.min(1, "choose_field").max(200);

/** A field of the destination's and the profile field that fills it. */
export const mappedFieldSchema = z.object({ to: z.string().max(100), field: fieldKey });
/** A custom property, by the name it gets there, and the profile field that fills it. */
export const mappedPropertySchema = z.object({
  name: storableText.trim().min(1, "required").max(200, "too_long"),
  field: fieldKey,
});

/** What is sent of a person besides the address. */
export const mappingSchema = z.object({
  fields: z.array(mappedFieldSchema).max(50),
  properties: z.array(mappedPropertySchema).max(MAX_PROPERTIES),
});
export type Mapping = z.infer<typeof mappingSchema>;

export const leaversChoices = ["keep", "remove"] as const;

/** The form of Add destination and Edit. `listName` is not taken from it: Klaviyo says it. */
export const saveExportSchema = z.object({
  exportId: z.uuid().optional(),
  name: exportNameSchema,
  connectionId: z.uuid("choose_connection"),
  listId: z.string().trim().min(1, "required").max(100, "list_id_malformed"),
  identifierField: z.string().min(1, "choose_field").max(200),
  mapping: mappingSchema,
  segmentIds: z.array(z.uuid()).min(1, "choose_segments").max(MAX_SEGMENTS),
  excludedSegmentIds: z.array(z.uuid()).max(MAX_SEGMENTS),
  leavers: z.enum(leaversChoices),
  /** Whether it runs by itself: with the system's refreshes, or by a schedule of its own. */
  isScheduled: z.boolean(),
  ownSchedule: recurrenceSchema.nullish(),
  /** What to do with the people on the list the export leaves; asked when that list's ledger has any. */
  oldList: z.enum(["leave", "remove"]).optional(),
});
export type SaveExportInput = z.infer<typeof saveExportSchema>;

/** `prefix` is the reader's word for a copy, put before the name. */
export const duplicateExportSchema = exportIdSchema.extend({
  prefix: storableText.trim().min(1, "required").max(30, "too_long"),
});
export type DuplicateExportInput = z.infer<typeof duplicateExportSchema>;

/** Without `ownSchedule` each export keeps the schedule it has; null is the system's. */
export const setScheduleSchema = exportIdsSchema.extend({
  isScheduled: z.boolean(),
  ownSchedule: recurrenceSchema.nullish(),
});
export type SetScheduleInput = z.infer<typeof setScheduleSchema>;

/** What the form has so far. With the connection comes its limit. */
export const previewExportSchema = saveExportSchema
  .pick({ identifierField: true, mapping: true, excludedSegmentIds: true })
  .extend({
    destination: z.string(),
    connectionId: z.uuid().optional(),
    segmentIds: z.array(z.uuid()).max(MAX_SEGMENTS),
  });
export type PreviewExportInput = z.infer<typeof previewExportSchema>;

const onConnection = z.object({ connectionId: z.uuid("choose_connection") });

export const searchListsSchema = onConnection.extend({
  query: storableText.trim().max(200).default(""),
  cursor: z.string().max(2_000).nullable().default(null),
});
export const findListSchema = onConnection.extend({ listId: saveExportSchema.shape.listId });
export const createListSchema = onConnection.extend({ name: exportNameSchema });
