import { z } from "zod";
import { storableText } from "@/lib/storable-text";
import { MAX_COLUMNS } from "../csv/csv-format";
import { checkColumns, sourceColumnSchema, sourceNameSchema } from "../schema";
import { isTableName } from "./table-name";

/** Which database, and what of it. The address is left out where the stored one stays. */
const reachShape = {
  sourceId: z.uuid().optional(),
  address: storableText.trim().max(2_000, "too_long"),
  reads: z.enum(["table", "query"]),
  table: storableText.trim().max(200, "too_long"),
  query: storableText.trim().max(100_000, "too_long"),
};

interface Reach {
  sourceId?: string;
  address: string;
  reads: "table" | "query";
  table: string;
  query: string;
}

function checkReach({ sourceId, address, reads, table, query }: Reach, context: z.RefinementCtx): void {
  const problem = (field: keyof Reach, message: string) =>
    context.addIssue({ code: "custom", path: [field], message });
  if (!sourceId && address === "") problem("address", "required");
  if (reads === "query" && query === "") problem("query", "required");
  if (reads === "table" && table === "") problem("table", "required");
  else if (reads === "table" && !isTableName(table)) problem("table", "table_name_malformed");
}

/** What **Test** sends. */
export const testDatabaseSchema = z.object(reachShape).superRefine(checkReach);
export type TestDatabaseInput = z.infer<typeof testDatabaseSchema>;

export const overlapRange = { minimum: 0, maximum: 1_000_000 } as const;
export const compareRange = { minimum: 1, maximum: 720 } as const;
export const timeLimitRange = { minimum: 1, maximum: 720 } as const;

const wholeNumber = (code: string, { minimum, maximum }: { minimum: number; maximum: number }) =>
  z.number({ error: code }).int(code).min(minimum, code).max(maximum, code);

/** What the form of a PostgreSQL source sends. */
export const saveDatabaseSchema = z
  .object({
    ...reachShape,
    name: sourceNameSchema,
    keyColumn: z.string().min(1, "choose_key_column"),
    columns: z.array(sourceColumnSchema).min(1, "test_first").max(MAX_COLUMNS),
    mode: z.enum(["full", "incremental"]),
    cursorColumn: z.string(),
    overlap: wholeNumber("overlap_out_of_range", overlapRange),
    compareEveryHours: wholeNumber("hours_out_of_range", compareRange),
    timeLimitMinutes: wholeNumber("minutes_out_of_range", timeLimitRange),
    isScheduled: z.boolean(),
  })
  .superRefine((input, context) => {
    checkReach(input, context);
    checkColumns(input, context);
    if (input.mode === "incremental" && input.cursorColumn === "")
      context.addIssue({ code: "custom", path: ["cursorColumn"], message: "choose_cursor_column" });
  });
export type SaveDatabaseInput = z.infer<typeof saveDatabaseSchema>;
