import { z } from "zod";

/** What a profile field holds. Values are kept as string, number, ISO date, ISO moment in UTC, and boolean. */
export const fieldTypes = ["text", "number", "date", "datetime", "boolean"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** What a field says about a person, where it is one of the things every destination knows. */
export const fieldMeanings = [
  "email",
  "phone",
  "first_name",
  "last_name",
  "full_name",
  "external_id",
  "organization",
  "title",
  "locale",
  "address",
  "city",
  "region",
  "zip",
  "country",
  "none",
] as const;
export type FieldMeaning = (typeof fieldMeanings)[number];

/** How a column writes what can be read in two ways; null where the values seen do not tell. */
export const fieldNotationSchema = z.object({
  /** The decimal sign: 1,234.5 or 1.234,5; none for whole numbers only. */
  decimal: z.enum([".", ",", "none"]).nullable(),
  /** What comes first in 03/04/2024. */
  slashDate: z.enum(["month", "day"]).nullable(),
});
export type FieldNotation = z.infer<typeof fieldNotationSchema>;

/** Reads only what can be understood in one way. */
export const unknownNotation: FieldNotation = { decimal: null, slashDate: null };
