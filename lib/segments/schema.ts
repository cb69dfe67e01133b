import { z } from "zod";
import { storableText } from "@/lib/storable-text";
import { segmentDefinitionSchema } from "./definition";

export const segmentNameSchema = storableText.trim().min(1, "required").max(100, "too_long");

export const saveSegmentSchema = z.object({
  /** The segment to change; without it a new one is made. */
  segmentId: z.uuid().optional(),
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
