import { z } from "zod";

/** What the list of customers can show besides the fields of the catalogue. */
export const fixedColumns = ["name", "email", "phone", "key", "added", "updated"] as const;
export type FixedColumn = (typeof fixedColumns)[number];

/** Shown until a person chooses. The name is always there: it leads to the card. */
export const defaultColumns: readonly string[] = ["name", "email", "phone", "key"];

/** More do not fit a screen, and each is read of every person. */
export const MAX_COLUMNS = 12;

const FIELD = "field.";
const fieldKey = /^[a-z][a-z0-9_]{0,59}$/;

/** The name of a field's column. */
export function toColumn(field: string): string {
  return FIELD + field;
}

/** The key of the field that a column shows; undefined for a fixed one. */
export function fieldOf(column: string): string | undefined {
  return column.startsWith(FIELD) ? column.slice(FIELD.length) : undefined;
}

/** Keys of fields whose values a list shows beside its fixed columns. */
export const shownFieldsSchema = z.array(z.string().regex(fieldKey)).max(MAX_COLUMNS);

const columnSchema = z.string().refine((column) => {
  const field = fieldOf(column);
  return field === undefined ? (fixedColumns as readonly string[]).includes(column) : fieldKey.test(field);
}, "invalid_value");

export const saveColumnsSchema = z.object({
  columns: z.array(columnSchema).min(1, "choose_column").max(MAX_COLUMNS, "too_many_columns_chosen"),
});
export type SaveColumnsInput = z.infer<typeof saveColumnsSchema>;
