import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { lockConnection } from "./find-connection";
import type { SaveLimitsInput } from "./schema";

/** How many people an export may send, and how much of the rate is left to others. Runs in progress keep theirs. */
export async function saveLimits(actor: Actor, input: SaveLimitsInput): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const { id } = await lockConnection(tx, actor, input.connectionId);
    const { exportLimit, reservePercent } = input;
    await tx.connection.update({ where: { id }, data: { exportLimit, reservePercent } });
    await recordAudit(tx, actor, {
      action: "connection.limits",
      objectType: "connection",
      objectId: id,
      details: { exportLimit, reservePercent },
    });
    return accepted(null);
  });
}
