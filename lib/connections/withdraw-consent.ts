import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { requireRecentProof } from "@/lib/auth/require-recent-proof";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { stopRunsOf } from "@/lib/runs/stop-runs-of";
import { lockConnection } from "./find-connection";

/**
 * Takes the consent back: nothing is sent any more until an administrator agrees again, and what runs, waits or is held
 * ends. The record stays.
 */
export async function withdrawConsent(actor: Actor, input: { connectionId: string }): Promise<Result<null>> {
  requirePermission(actor, "connection:manage");
  requireRecentProof(actor);
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    if (!connection.consent) return refused("no_consent");
    await tx.consent.updateMany({
      where: { connectionId: connection.id, withdrawnAt: null },
      data: { withdrawnAt: new Date(), withdrawnById: actor.kind === "user" ? actor.id : null },
    });
    if (connection.status !== "draft")
      await tx.connection.update({ where: { id: connection.id }, data: { status: "consent_withdrawn" } });
    await stopRunsOf(tx, actor, { connectionId: connection.id });
    await recordAudit(tx, actor, {
      action: "consent.withdraw",
      objectType: "connection",
      objectId: connection.id,
    });
    return accepted(null);
  });
}
