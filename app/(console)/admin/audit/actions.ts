"use server";
import { defineAction } from "@/lib/action";
import { checkAudit } from "@/lib/audit/check-audit";
import { checkAuditSchema } from "@/lib/audit/schema";

export const checkAuditAction = defineAction({
  input: checkAuditSchema,
  run: (actor, input) => checkAudit(actor, input),
});
