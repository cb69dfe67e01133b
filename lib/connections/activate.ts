import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { lockConnection } from "./find-connection";
import { isStepOpen } from "./steps";

/** Step 8. Makes a complete draft Active. */
export async function activate(actor: Actor, input: { connectionId: string }): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    if (!isStepOpen(connection.progress, "save")) return refused("step_closed");
    if (connection.status !== "draft") return accepted(null);
    await tx.connection.update({ where: { id: connection.id }, data: { status: "active" } });
    await recordAudit(tx, actor, {
      action: "connection.activate",
      objectType: "connection",
      objectId: connection.id,
    });
    return accepted(null);
  });
}
