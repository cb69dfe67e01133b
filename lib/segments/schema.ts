import { z } from "zod";
import { storableText } from "@/lib/storable-text";
import { segmentDefinitionSchema } from "./definition";

export const segmentNameSchema = storableText.trim().min(1, "required").max(100, "too_long");

/** What an edit began with: it is refused when the segment has had another since. */
const begunWith = z.number().int().positive().optional();

export const saveSegmentSchema = z.object({
  /** The segment to change; without it a new one is made. */
  segmentId: z.uuid().optional(),
  revision: begunWith,
  name: segmentNameSchema,
  definition: segmentDefinitionSchema,
});
export type SaveSegmentInput = z.infer<typeof saveSegmentSchema>;

export const previewSegmentSchema = z.object({
  /** The segment that is being changed, so that one that would ask about itself is found out. */
  segmentId: z.uuid().optional(),
  definition: segmentDefinitionSchema,
});
export type PreviewSegmentInput = z.infer<typeof previewSegmentSchema>;

export const suggestValuesSchema = z.object({
  field: storableText.min(1).max(60),
  /** What has been typed of the value so far. */
  text: storableText.max(100),
});
export type SuggestValuesInput = z.infer<typeof suggestValuesSchema>;

export const segmentIdSchema = z.object({ segmentId: z.uuid() });
export const segmentIdsSchema = z.object({ segmentIds: z.array(z.uuid()).min(1).max(1_000) });

export const renameSegmentSchema = segmentIdSchema.extend({ name: segmentNameSchema, revision: begunWith });
export type RenameSegmentInput = z.infer<typeof renameSegmentSchema>;

/** `word` is the reader's for a copy, put behind the name. */
export const duplicateSegmentSchema = segmentIdSchema.extend({
  word: storableText.trim().min(1, "required").max(30, "too_long"),
});
export type DuplicateSegmentInput = z.infer<typeof duplicateSegmentSchema>;

export const segmentKinds = ["dynamic", "static"] as const;
export const setSegmentKindSchema = segmentIdsSchema.extend({ kind: z.enum(segmentKinds) });
export type SetSegmentKindInput = z.infer<typeof setSegmentKindSchema>;

export const setSegmentActiveSchema = segmentIdsSchema.extend({ isActive: z.boolean() });
export type SetSegmentActiveInput = z.infer<typeof setSegmentActiveSchema>;

/** Most tags of one segment; more are not read. */
export const MAX_TAGS = 10;
const tagSchema = storableText.trim().min(1, "required").max(30, "too_long");
export const changeTagsSchema = segmentIdsSchema.extend({
  add: z.array(tagSchema).max(MAX_TAGS),
  remove: z.array(tagSchema).max(1_000),
});
export type ChangeTagsInput = z.infer<typeof changeTagsSchema>;

export const restoreRevisionSchema = segmentIdSchema.extend({ restore: z.number().int().positive() });
export type RestoreRevisionInput = z.infer<typeof restoreRevisionSchema>;

export const segmentInExportSchema = segmentIdSchema.extend({ exportId: z.uuid() });
export type SegmentInExportInput = z.infer<typeof segmentInExportSchema>;
