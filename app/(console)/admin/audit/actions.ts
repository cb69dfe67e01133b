"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { checkAudit } from "@/lib/audit/check-audit";

export const checkAuditAction = defineAction({ input: z.object({}), run: checkAudit });
