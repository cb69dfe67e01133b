import { z } from "zod";
import { isStorable } from "@/lib/storable-text";
import { MAX_CELL_CHARS } from "../csv/csv-format";
import { MAX_KEY_CHARS } from "../schema";

/** People in one request. */
export const MAX_BATCH = 1_000;

/** Why a row was refused; `refusal-sentences.ts` says it in words. */
export const refusalReasons = [
  "not_an_object",
  "unknown_member",
  "key_missing",
  "key_too_long",
  "key_repeated",
  "name_unusable",
  "not_a_value",
  "unreadable_text",
  "too_long",
  "number_too_large",
  "not_a_text",
  "not_a_number",
  "not_a_date",
  "not_a_datetime",
  "not_a_boolean",
  "too_many_fields",
  "person_erased",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

const readable = (text: z.ZodString) => text.refine(isStorable, "unreadable_text");

export const pushKeySchema = readable(
  z
    .string({ error: ({ input }) => (input === undefined ? "key_missing" : "not_a_text") })
    .trim()
    .min(1, "key_missing")
    .max(MAX_KEY_CHARS, "key_too_long"),
).meta({
  description: "Tells people apart: the same key is the same person, in every source.",
  examples: ["C-1001"],
});

const attributeNameSchema = z
  .string()
  .min(1, "name_unusable")
  .max(100, "name_unusable")
  .refine((name) => isStorable(name) && name.trim() !== "", "name_unusable");

const attributeValueSchema = z
  .union(
    [
      readable(z.string().max(MAX_CELL_CHARS, "too_long")),
      // Beyond these a JSON number has lost digits before anybody could see it.
      z
        .number()
        .min(Number.MIN_SAFE_INTEGER, "number_too_large")
        .max(Number.MAX_SAFE_INTEGER, "number_too_large"),
      z.boolean(),
      z.null(),
    ],
    { error: "not_a_value" },
  )
  .meta({
    description:
      "Of the field's type: a text, a number, true or false; dates and moments as texts in ISO 8601. " +
      "null or an empty text takes away what this source said before.",
  });

/** One person of a push. Attributes that are not named keep what they were. */
export const pushedProfileSchema = z.strictObject(
  {
    key: pushKeySchema,
    attributes: z
      .record(attributeNameSchema, attributeValueSchema, {
        error: ({ code }) => (code === "invalid_key" ? "name_unusable" : "not_an_object"),
      })
      .meta({
        description: "By name. A name that is new becomes a field, with a type seen from its values.",
      }),
  },
  { error: ({ code }) => (code === "unrecognized_keys" ? "unknown_member" : "not_an_object") },
);
export type PushedProfile = z.infer<typeof pushedProfileSchema>;

const batchOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ profiles: z.array(row).min(1).max(MAX_BATCH) });

/** The body of a push as it is documented. */
export const pushSchema = batchOf(pushedProfileSchema);
/** The same as far as the request stands or falls with it; rows are read one by one. */
export const pushEnvelopeSchema = batchOf(z.unknown());

const keysOf = <Key extends z.ZodType>(key: Key) =>
  z.strictObject({ keys: z.array(key).min(1).max(MAX_BATCH) });

export const withdrawalSchema = keysOf(pushKeySchema);
export const withdrawalEnvelopeSchema = keysOf(z.unknown());

const count = (description: string) => z.int().min(0).meta({ description });

export const refusedRowSchema = z.object({
  index: z.int().min(0).meta({ description: "The row's place in the request, from 0." }),
  field: z
    .string()
    .nullable()
    .meta({ description: "The attribute or member that is at fault; null for the row." }),
  reason: z.enum(refusalReasons),
  detail: z.string().meta({ description: "The reason in a sentence, with the way out." }),
});
export type RefusedRow = z.infer<typeof refusedRowSchema>;

const refused = z.array(refusedRowSchema).max(MAX_BATCH);

/** What became of a push: its counts add up to the rows of the request. */
export const pushAnswerSchema = z.object({
  counts: z.object({
    new: count("People this source did not know."),
    changed: count("People of whom it says something else now."),
    unchanged: count("People of whom it said so already."),
    refused: count("Rows that did not go in."),
  }),
  refused,
});
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

export const withdrawalAnswerSchema = z.object({
  counts: z.object({
    removed: count("People this source says nothing about any more."),
    unknown: count("People it knew nothing about."),
    refused: count("Keys that no person can have."),
  }),
  refused,
});
export type WithdrawalAnswer = z.infer<typeof withdrawalAnswerSchema>;
