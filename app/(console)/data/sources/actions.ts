"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { accepted } from "@/lib/errors";
import { cancelImport } from "@/lib/sources/cancel-import";
import { confirmImport } from "@/lib/sources/confirm-import";
import { csvFormatSchema } from "@/lib/sources/csv/csv-format";
import { orderSources, orderSourcesSchema } from "@/lib/sources/order-sources";
import { previewUpload } from "@/lib/sources/queries";
import { removeSource } from "@/lib/sources/remove-source";
import { confirmImportSchema, startImportSchema } from "@/lib/sources/schema";
import { startImport } from "@/lib/sources/start-import";

const refresh = ["/data"];

export const startImportAction = defineAction({
  input: startImportSchema,
  run: (actor, input) => startImport(actor, input),
  refresh,
});
export const confirmImportAction = defineAction({
  input: confirmImportSchema,
  run: confirmImport,
  refresh,
});
export const cancelImportAction = defineAction({
  input: z.object({ importId: z.uuid() }),
  run: cancelImport,
  refresh,
});
export const removeSourceAction = defineAction({
  input: z.object({ sourceId: z.uuid() }),
  run: removeSource,
  refresh,
});
export const orderSourcesAction = defineAction({ input: orderSourcesSchema, run: orderSources, refresh });
export const previewUploadAction = defineAction({
  input: z.object({ uploadId: z.uuid(), format: csvFormatSchema }),
  run: async (actor, input) => accepted(await previewUpload(actor, input)),
});
