import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { markLostExportUser } from "@/lib/connections/mark-attention";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { whyNotLockOut } from "./change-user";
import { lockUser } from "./find-user";
import type { UserIdInput } from "./schema";

/** Ends what lets somebody in now: sessions, and links on their way. */
async function lockOut(tx: Tx, userId: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
  await tx.userLink.deleteMany({ where: { userId } });
  await markLostExportUser(tx, userId);
}

/** Keeps somebody out until an administrator enables them again. */
export async function disableUser(actor: Actor, { userId }: UserIdInput): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const user = await lockUser(tx, actor, userId);
    if (user.disabledAt) return accepted(null);
    const refusal = await whyNotLockOut(tx, actor, user);
    if (refusal) return refusal;
    await tx.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
    await lockOut(tx, userId);
    await recordAudit(tx, actor, { action: "user.disable", objectType: "user", objectId: userId });
    return accepted(null);
  });
}

/** Lets somebody in again who was disabled. */
export async function enableUser(actor: Actor, { userId }: UserIdInput): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const user = await lockUser(tx, actor, userId);
    if (!user.disabledAt) return accepted(null);
    await tx.user.update({ where: { id: userId }, data: { disabledAt: null } });
    await recordAudit(tx, actor, { action: "user.enable", objectType: "user", objectId: userId });
    return accepted(null);
  });
}

/** Everything by which Ferry would know the person again; the name stays, for what they did. */
const forgotten = {
  email: null,
  passwordHash: null,
  ssoIssuer: null,
  ssoSubject: null,
  totpSecret: null,
  totpAt: null,
  totpLastStep: null,
};

/** Removes somebody for good. What they made and did stays, under their name; their address is free again. */
export async function removeUser(actor: Actor, { userId }: UserIdInput): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const user = await lockUser(tx, actor, userId);
    const refusal = await whyNotLockOut(tx, actor, user);
    if (refusal) return refusal;
    const now = new Date();
    await lockOut(tx, userId);
    await tx.knownDevice.deleteMany({ where: { userId } });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.connectionUser.deleteMany({ where: { userId } });
    await tx.user.update({ where: { id: userId }, data: { ...forgotten, disabledAt: now, removedAt: now } });
    await recordAudit(tx, actor, { action: "user.remove", objectType: "user", objectId: userId });
    return accepted(null);
  });
}

/** Signs somebody out everywhere; they may sign in again. */
export async function endSessions(actor: Actor, { userId }: UserIdInput): Promise<Result<{ ended: number }>> {
  return prisma().$transaction(async (tx) => {
    await lockUser(tx, actor, userId);
    const { count } = await tx.session.deleteMany({ where: { userId } });
    await recordAudit(tx, actor, {
      action: "user.end_sessions",
      objectType: "user",
      objectId: userId,
      details: { ended: count },
    });
    return accepted({ ended: count });
  });
}
