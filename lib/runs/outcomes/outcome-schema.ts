import { z } from "zod";
import { storableText } from "@/lib/storable-text";
import { outcomes } from "../counts";

/** What can be opened: each outcome, both kinds of sent people together, who is still open, and what was left out. */
export const openableOutcomes = [
  ...outcomes,
  "sent",
  "in_progress",
  "removal_in_progress",
  "warnings",
] as const;
export type OpenableOutcome = (typeof openableOutcomes)[number];

export const openableOutcomeSchema = z.enum(openableOutcomes);

/** Searches and cursors over people travel in a request's body, never in an address. */
export const listOutcomePeopleSchema = z.object({
  runId: z.uuid(),
  outcome: openableOutcomeSchema,
  search: storableText.max(200).default(""),
  after: z.string().max(4_000).optional(),
});
export type ListOutcomePeopleInput = z.input<typeof listOutcomePeopleSchema>;

export const downloadFormats = ["csv", "ndjson"] as const;
export const downloadSchema = z.object({ outcome: openableOutcomeSchema, format: z.enum(downloadFormats) });
export type DownloadInput = z.infer<typeof downloadSchema>;
