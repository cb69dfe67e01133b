import { z } from "zod";
import { storableText } from "@/lib/storable-text";

/** Searches and cursors over people travel in a request's body, never in an address. */
export const listProfilesSchema = z.object({
  search: storableText.max(200).default(""),
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  segmentId: z.uuid().optional(),
});
export type ListProfilesInput = z.input<typeof listProfilesSchema>;
