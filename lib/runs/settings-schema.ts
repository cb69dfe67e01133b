import { z } from "zod";
import { mappingSchema } from "@/lib/exports/schema";

const segmentSchema = z.object({ id: z.uuid(), name: z.string() });

/** The export as it was when its run started; later edits do not reach a run. */
export const runSettingsSchema = z.object({
  exportName: z.string(),
  destination: z.string(),
  listId: z.string(),
  listName: z.string(),
  identifierField: z.string(),
  mapping: mappingSchema,
  leavers: z.enum(["keep", "remove"]),
  segments: z.array(segmentSchema),
  excludedSegments: z.array(segmentSchema),
  /** Most unique valid people of one run (rule 8). */
  limit: z.number().int().positive(),
});
export type RunSettings = z.infer<typeof runSettingsSchema>;
