import { type Actor, requirePermission } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { lockAdministrators } from "./administrators";

/** Whether somebody has ever been able to sign in. */
export function hasAccepted(user: { passwordHash: string | null; ssoSubject: string | null }): boolean {
  return user.passwordHash !== null || user.ssoSubject !== null;
}

/**
 * The user an administrator is about to change; changes to users take turns until the transaction ends. Throws Forbidden
 * or NotFound; a removed user is not found.
 */
export async function lockUser(tx: Tx, actor: Actor, userId: string) {
  requirePermission(actor, "user:manage");
  await lockAdministrators(tx);
  // Under the lock: somebody may have taken the role from who asks meanwhile.
  if (actor.kind === "user") {
    const self = await tx.user.findUniqueOrThrow({ where: { id: actor.id } });
    if (self.disabledAt) throw new Forbidden("user:manage");
    requirePermission({ ...actor, role: self.role }, "user:manage");
  }
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user || user.removedAt) throw new NotFound("user", userId);
  return user;
}
