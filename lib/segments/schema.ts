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

export const previewSegmentSchema = z.object({ definition: segmentDefinitionSchema });

export const segmentIdSchema = z.object({ segmentId: z.uuid() });
