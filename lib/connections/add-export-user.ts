import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { requireRecentProof } from "@/lib/auth/require-recent-proof";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { lockConnection, readConnection } from "./find-connection";
import { mend } from "./mark-attention";
import { isStepOpen } from "./steps";

/** Step 7. The administrator, who has just proved who they are, becomes the person runs act for. */
export async function addExportUser(
  actor: UserActor,
  input: { connectionId: string },
): Promise<Result<null>> {
  const before = await readConnection(prisma(), actor, input.connectionId);
  if (!isStepOpen(before.progress, "exportUser")) return refused("step_closed");
  requireRecentProof(actor);
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    await tx.connection.update({
      where: { id: connection.id },
      data: {
        exportUserId: actor.id,
        exportUserAt: new Date(),
        ...(await mend(tx, connection, "export_user")),
      },
    });
    await recordAudit(tx, actor, {
      action: "connection.export_user",
      objectType: "connection",
      objectId: connection.id,
    });
    return accepted(null);
  });
}
