import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refusedField } from "@/lib/errors";
import { lockConnection } from "./find-connection";
import type { SaveAccessInput } from "./schema";

/** Step 2, and any time later: who may use the connection. Exports on it stay as they are. */
export async function saveAccess(actor: Actor, input: SaveAccessInput): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    const userIds = input.access === "chosen" ? [...new Set(input.userIds)] : [];
    const known = await tx.user.count({
      where: { id: { in: userIds }, role: "contributor", disabledAt: null },
    });
    if (known !== userIds.length) return refusedField("userIds", "contributor_gone");
    await tx.connectionUser.deleteMany({ where: { connectionId: connection.id } });
    await tx.connectionUser.createMany({
      data: userIds.map((userId) => ({ connectionId: connection.id, userId })),
    });
    const data = { access: input.access, isAccessChosen: true };
    await tx.connection.update({ where: { id: connection.id }, data });
    await recordAudit(tx, actor, {
      action: "connection.share",
      objectType: "connection",
      objectId: connection.id,
      details: { access: input.access, users: userIds.length },
    });
    return accepted(null);
  });
}
