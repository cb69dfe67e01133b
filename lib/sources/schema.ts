import { z } from "zod";
import { fieldMeanings, fieldNotationSchema, fieldTypes } from "@/lib/profiles/field-types";
import { storableText } from "@/lib/storable-text";
import { MAX_COLUMNS, csvFormatSchema } from "./csv/csv-format";
import { mergeModes } from "./merge-modes";

/** Longest customer key. A key is indexed several times, and nobody's identifier is longer. */
export const MAX_KEY_CHARS = 255;

/** Bad lines kept with line and reason; beyond that they are only counted. */
export const MAX_BAD_LINES = 100_000;

/** Largest file taken, in bytes (4 GiB): far above a few million rows, far below filling a disk by mistake. */
export const MAX_UPLOAD_BYTES = 4 * 1024 ** 3;

/** How one column of a file becomes one profile field. A column that is left out is read and forgotten. */
export const sourceColumnSchema = z.object({
  name: storableText,
  fieldKey: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, "invalid_value"),
  fieldName: storableText.trim().min(1, "required").max(100, "too_long"),
  type: z.enum(fieldTypes),
  notation: fieldNotationSchema,
  meaning: z.enum(fieldMeanings),
  isIncluded: z.boolean(),
});
export type SourceColumn = z.infer<typeof sourceColumnSchema>;

export const sourceNameSchema = storableText.trim().min(1, "required").max(100, "too_long");

/** Which column is the key, and that no two columns feed one field. */
export function checkColumns(
  input: { keyColumn: string; columns: SourceColumn[] },
  context: z.RefinementCtx,
): void {
  if (!input.columns.some((column) => column.name === input.keyColumn))
    context.addIssue({ code: "custom", path: ["keyColumn"], message: "choose_key_column" });
  const seen = new Set<string>();
  input.columns.forEach((column, index) => {
    if (!column.isIncluded) return;
    if (seen.has(column.fieldKey))
      context.addIssue({
        code: "custom",
        path: ["columns", index, "fieldName"],
        message: "field_taken_twice",
      });
    seen.add(column.fieldKey);
  });
}

/** What the import form sends: which upload, how to read it, and where it goes. */
export const startImportSchema = z
  .object({
    uploadId: z.uuid(),
    /** The source to add to; without it a new one is made. */
    sourceId: z.uuid().optional(),
    name: sourceNameSchema,
    format: csvFormatSchema,
    keyColumn: z.string().min(1, "choose_key_column"),
    columns: z.array(sourceColumnSchema).min(1).max(MAX_COLUMNS),
    /** What becomes of customers the file does not name; without it they stay. */
    mode: z.enum(mergeModes).optional(),
  })
  .superRefine(checkColumns);
export type StartImportInput = z.infer<typeof startImportSchema>;

/** The word of somebody who saw what an import will change. */
export const confirmImportSchema = z.object({
  importId: z.uuid(),
  /** How many customers may go, where it is more than a fifth of them. */
  agreedGone: z.number().int().optional(),
});
