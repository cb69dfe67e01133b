import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { verifyPassword } from "@/lib/auth/password";
import { countAttempt } from "@/lib/auth/throttle";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { lockConnection, readConnection } from "./find-connection";
import { mend } from "./mark-attention";
import type { AddExportUserInput } from "./schema";
import { isStepOpen } from "./steps";

/** Step 7. The administrator, proved once more by their password, becomes the person runs act for. */
export async function addExportUser(actor: UserActor, input: AddExportUserInput): Promise<Result<null>> {
  const before = await readConnection(prisma(), actor, input.connectionId);
  if (!isStepOpen(before.progress, "exportUser")) return refused("step_closed");
  const seconds = await countAttempt(`password:${actor.id}`);
  if (seconds > 0) return refused("throttled", { seconds });
  const user = await prisma().user.findUniqueOrThrow({ where: { id: actor.id } });
  if (!(await verifyPassword(user.passwordHash, input.password)))
    return refusedField("password", "password_wrong");
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
