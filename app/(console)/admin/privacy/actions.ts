"use server";
import { defineAction } from "@/lib/action";
import { previewErasure } from "@/lib/privacy/preview-erasure";
import { requestErasure, retryErasure } from "@/lib/privacy/request-erasure";
import { askedSchema, erasureIdSchema, requestErasureSchema } from "@/lib/privacy/schema";
import { changeRetention } from "@/lib/retention/change-retention";
import { changeRetentionSchema } from "@/lib/retention/schema";

export const previewErasureAction = defineAction({ input: askedSchema, run: previewErasure });
export const requestErasureAction = defineAction({
  input: requestErasureSchema,
  run: requestErasure,
  refresh: ["/admin/privacy"],
});
export const retryErasureAction = defineAction({
  input: erasureIdSchema,
  run: retryErasure,
  refresh: ["/admin/privacy"],
});
export const changeRetentionAction = defineAction({
  input: changeRetentionSchema,
  run: changeRetention,
  refresh: ["/admin/privacy"],
});
