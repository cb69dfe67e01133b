import { z } from "zod";
import { csvFormatSchema } from "@/lib/sources/csv/csv-format";
import { segmentNameSchema } from "../schema";

export const memberListIdSchema = z.object({ listId: z.uuid() });

/** Which column of an upload is compared with what. */
export const startMemberListSchema = z.object({
  uploadId: z.uuid(),
  format: csvFormatSchema,
  column: z.string().min(1, "choose_list_column").max(10_000),
  /** The key of a field of addresses; null: customer keys. */
  field: z.string().max(60).nullable(),
});
export type StartMemberListInput = z.infer<typeof startMemberListSchema>;

export const saveMemberListSchema = memberListIdSchema.extend({ name: segmentNameSchema });
export type SaveMemberListInput = z.infer<typeof saveMemberListSchema>;
