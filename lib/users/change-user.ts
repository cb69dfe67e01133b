import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { requireRecentProof } from "@/lib/auth/require-recent-proof";
import { markLostExportUser } from "@/lib/connections/mark-attention";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import type { Role } from "@/generated/prisma/enums";
import { hasOtherAdministrator } from "./administrators";
import { lockUser } from "./find-user";
import type { ChangeUserInput } from "./schema";

const ranks: Record<Role, number> = { viewer: 0, contributor: 1, administrator: 2 };

/** What goes with a role that somebody no longer has. */
async function leaveRole(tx: Tx, user: { id: string; role: Role }, next: Role): Promise<void> {
  if (user.role === "administrator") await markLostExportUser(tx, user.id);
  // They were chosen as a contributor; whoever is none cannot stay among the chosen.
  if (user.role === "contributor") await tx.connectionUser.deleteMany({ where: { userId: user.id } });
  if (ranks[next] < ranks[user.role]) await tx.session.deleteMany({ where: { userId: user.id } });
}

/**
 * Changes a user's name and role. Who loses rights is signed out everywhere at once; the last administrator keeps
 * theirs, also when two take each other's at the same moment.
 */
export async function changeUser(actor: Actor, input: ChangeUserInput): Promise<Result<null>> {
  requirePermission(actor, "user:manage");
  return prisma().$transaction(async (tx) => {
    const user = await lockUser(tx, actor, input.userId);
    const isOtherRole = user.role !== input.role;
    if (isOtherRole) requireRecentProof(actor);
    if (isOtherRole && user.role === "administrator" && !(await hasOtherAdministrator(tx, user.id)))
      return refusedField("role", "last_administrator");
    await tx.user.update({ where: { id: user.id }, data: { name: input.name, role: input.role } });
    if (isOtherRole) await leaveRole(tx, user, input.role);
    await recordAudit(tx, actor, {
      action: isOtherRole ? "user.change_role" : "user.rename",
      objectType: "user",
      objectId: user.id,
      ...(isOtherRole && { details: { from: user.role, to: input.role } }),
    });
    return accepted(null);
  });
}

/** Sets the role that a single sign-on says somebody has; false where they are the last administrator. */
export async function followRole(tx: Tx, user: { id: string; role: Role }, role: Role): Promise<boolean> {
  if (user.role === role) return true;
  if (user.role === "administrator" && !(await hasOtherAdministrator(tx, user.id))) return false;
  await tx.user.update({ where: { id: user.id }, data: { role } });
  await leaveRole(tx, user, role);
  const actor = { kind: "system", job: "sign-in" } as const;
  await recordAudit(tx, actor, {
    action: "user.change_role",
    objectType: "user",
    objectId: user.id,
    details: { from: user.role, to: role },
  });
  return true;
}

/** Why somebody cannot be locked out by this actor; null where they can. */
export async function whyNotLockOut(tx: Tx, actor: Actor, user: { id: string; role: Role }) {
  if (actor.kind === "user" && actor.id === user.id) return refused("own_account");
  if (user.role === "administrator" && !(await hasOtherAdministrator(tx, user.id)))
    return refused("last_administrator");
  return null;
}
