import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { verifyPassword } from "@/lib/auth/password";
import { countAttempt } from "@/lib/auth/throttle";
import { useSecondFactor } from "@/lib/auth/totp";
import { prisma } from "@/lib/db";
import { singleSignOn } from "@/lib/env";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import type { ProveSelfInput } from "./schema";

interface Provable {
  passwordHash: string | null;
  ssoSubject: string | null;
  totpAt: Date | null;
}

/** How somebody can prove once more who they are. */
export function waysToProve(user: Provable) {
  return {
    password: user.passwordHash !== null,
    code: user.totpAt !== null,
    singleSignOn: user.ssoSubject !== null && singleSignOn() !== null,
  };
}
export type WaysToProve = ReturnType<typeof waysToProve>;

/** Proves once more who the actor is, for the session that asks: by password, or by a code of their app. */
export async function proveSelf(
  actor: UserActor,
  input: ProveSelfInput,
  sessionId: string,
): Promise<Result<null>> {
  const seconds = await countAttempt(`password:${actor.id}`);
  if (seconds > 0) return refused("throttled", { seconds });
  const user = await prisma().user.findUniqueOrThrow({ where: { id: actor.id } });
  if (input.way === "password" && !(await verifyPassword(user.passwordHash, input.text)))
    return refusedField("text", "password_wrong");
  if (input.way === "code" && !(await useSecondFactor(user, input.text)))
    return refusedField("text", "code_wrong");
  return prisma().$transaction(async (tx) => {
    const where = { id: sessionId, userId: actor.id };
    await tx.session.updateMany({ where, data: { provedAt: new Date() } });
    await recordAudit(tx, actor, {
      action: "user.prove",
      objectType: "user",
      objectId: actor.id,
      details: { way: input.way },
    });
    return accepted(null);
  });
}
