import { z } from "zod";

export const consentDownloadSchema = z.object({ format: z.enum(["csv", "ndjson"]) });
export type ConsentDownloadInput = z.infer<typeof consentDownloadSchema>;
