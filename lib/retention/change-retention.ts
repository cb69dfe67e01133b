import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import type { ChangeRetentionInput } from "./schema";

/** Chooses how long something is kept; what is too old by then goes with the next night. */
export async function changeRetention(actor: Actor, input: ChangeRetentionInput): Promise<Result<null>> {
  requirePermission(actor, "privacy:erase");
  const { rule, days } = input;
  const updatedById = actor.kind === "user" ? actor.id : null;
  return prisma().$transaction(async (tx) => {
    await tx.retentionSetting.upsert({
      where: { rule },
      create: { rule, days, updatedById },
      update: { days, updatedById },
    });
    await recordAudit(tx, actor, {
      action: "privacy.change_retention",
      objectType: "retention",
      objectId: rule,
      details: { days },
    });
    return accepted(null);
  });
}
