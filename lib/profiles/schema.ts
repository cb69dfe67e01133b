import { z } from "zod";
import { storableText } from "@/lib/storable-text";
import { shownFieldsSchema } from "./columns-schema";
import { profileSortColumns } from "./people-sql";

export const profileSortSchema = z.object({
  column: z.enum(profileSortColumns),
  direction: z.enum(["ascending", "descending"]),
});

/** Searches and cursors over people travel in a request's body, never in an address. */
export const listProfilesSchema = z.object({
  search: storableText.max(200).default(""),
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  segmentId: z.uuid().optional(),
  sort: profileSortSchema.optional(),
  /** Fields whose values are wanted besides name, address, phone and key. */
  fields: shownFieldsSchema.default([]),
});
export type ListProfilesInput = z.input<typeof listProfilesSchema>;
