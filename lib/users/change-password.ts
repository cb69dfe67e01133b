import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import { passwordProblem } from "@/lib/auth/password-rules";
import { countAttempt } from "@/lib/auth/throttle";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import type { ChangePasswordInput } from "./schema";

/** Changes the user's own password and ends their other sessions. `keep` is the id of the session that asks. */
export async function changePassword(
  actor: UserActor,
  input: ChangePasswordInput,
  keep: string,
): Promise<Result<{ ended: number }>> {
  const retryAfterSeconds = await countAttempt(`password:${actor.id}`);
  if (retryAfterSeconds > 0) return refused("throttled", { seconds: retryAfterSeconds });
  const user = await prisma().user.findUniqueOrThrow({ where: { id: actor.id } });
  if (!(await verifyPassword(user.passwordHash, input.current)))
    return refusedField("current", "password_wrong");
  if (input.current === input.next) return refusedField("next", "password_same");
  const problem = passwordProblem(input.next, user.email ?? "");
  if (problem) return refusedField("next", problem);
  const passwordHash = await hashPassword(input.next);
  return prisma().$transaction(async (tx) => {
    await tx.user.update({ where: { id: actor.id }, data: { passwordHash } });
    const { count } = await tx.session.deleteMany({ where: { userId: actor.id, id: { not: keep } } });
    await recordAudit(tx, actor, {
      action: "user.change_password",
      objectType: "user",
      objectId: actor.id,
      details: { ended: count },
    });
    return accepted({ ended: count });
  });
}
