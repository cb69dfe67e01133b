import { recordAudit } from "@/lib/audit/record";
import { normalizeEmail } from "@/lib/auth/normalize-email";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { requireRecentProof } from "@/lib/auth/require-recent-proof";
import { isUniqueViolation, prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { type Delivery, deliverLink } from "./deliver-link";
import { hasAccepted, lockUser } from "./find-user";
import type { InviteUserInput, UserIdInput } from "./schema";
import { makeLink } from "./user-link";

/** Adds somebody who can sign in once they have used the link, which is mailed and answered here and kept nowhere. */
export async function inviteUser(
  actor: Actor,
  input: InviteUserInput,
): Promise<Result<Delivery & { userId: string }>> {
  requirePermission(actor, "user:manage");
  if (input.role === "administrator") requireRecentProof(actor);
  const data = { email: normalizeEmail(input.email), name: input.name, role: input.role };
  try {
    const made = await prisma().$transaction(async (tx) => {
      const { id } = await tx.user.create({ data });
      await recordAudit(tx, actor, {
        action: "user.invite",
        objectType: "user",
        objectId: id,
        details: { role: input.role },
      });
      return { userId: id, link: await makeLink(tx, id, "invitation") };
    });
    const { userId } = made;
    return accepted({ userId, ...(await deliverLink({ ...made, maker: actor, purpose: "invitation" })) });
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("email", "email_taken");
    throw error;
  }
}

/** Another link for somebody who has not used theirs; the one before stops working. */
export async function resendInvitation(actor: Actor, { userId }: UserIdInput): Promise<Result<Delivery>> {
  const made = await prisma().$transaction(async (tx) => {
    const user = await lockUser(tx, actor, userId);
    if (hasAccepted(user)) return refused("invitation_accepted");
    if (user.disabledAt) return refused("user_disabled");
    await recordAudit(tx, actor, { action: "user.invite_again", objectType: "user", objectId: userId });
    return accepted({ link: await makeLink(tx, userId, "invitation") });
  });
  if (!made.ok) return made;
  return accepted(await deliverLink({ maker: actor, userId, purpose: "invitation", ...made.value }));
}

/** A link by which somebody who can sign in sets another password. */
export async function makeResetLink(actor: Actor, { userId }: UserIdInput): Promise<Result<Delivery>> {
  requirePermission(actor, "user:manage");
  requireRecentProof(actor);
  const made = await prisma().$transaction(async (tx) => {
    const user = await lockUser(tx, actor, userId);
    if (!hasAccepted(user)) return refused("invitation_open");
    if (user.disabledAt) return refused("user_disabled");
    await recordAudit(tx, actor, { action: "user.reset_link", objectType: "user", objectId: userId });
    return accepted({ link: await makeLink(tx, userId, "password_reset") });
  });
  if (!made.ok) return made;
  return accepted(await deliverLink({ maker: actor, userId, purpose: "password_reset", ...made.value }));
}
