import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { lockConnection } from "./find-connection";
import type { SaveLimitsInput } from "./schema";

/**
 * How many people an export may send, how much of the rate is left to others, and from which shares on a run has to be
 * approved. Runs in progress keep theirs.
 */
export async function saveLimits(actor: Actor, input: SaveLimitsInput): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const { id } = await lockConnection(tx, actor, input.connectionId);
    const { connectionId: _, ...limits } = input;
    await tx.connection.update({ where: { id }, data: limits });
    await recordAudit(tx, actor, {
      action: "connection.limits",
      objectType: "connection",
      objectId: id,
      details: limits,
    });
    return accepted(null);
  });
}
