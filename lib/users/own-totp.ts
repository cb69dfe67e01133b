import { renderSVG } from "uqr";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { requireRecentProof } from "@/lib/auth/require-recent-proof";
import { countAttempt } from "@/lib/auth/throttle";
import { describeSecret, makeRecoveryCodes, newTotpSecret, stepOf, useStep } from "@/lib/auth/totp";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { lockUser } from "./find-user";
import type { TotpCodeInput, UserIdInput } from "./schema";

type TotpAction = "user.renew_recovery_codes" | "user.reset_totp" | "user.totp_off" | "user.totp_on";

const audited = (action: TotpAction, userId: string) => ({
  action,
  objectType: "user" as const,
  objectId: userId,
});

/** Begins to set up an authenticator app: a new secret, not in use before a code of it has come back. */
export async function beginTotp(actor: UserActor): Promise<Result<{ secret: string; qr: string }>> {
  requireRecentProof(actor);
  const user = await prisma().user.findUniqueOrThrow({ where: { id: actor.id } });
  if (user.totpAt) return refused("totp_on");
  const totpSecret = newTotpSecret(actor.id);
  await prisma().user.update({ where: { id: actor.id }, data: { totpSecret, totpLastStep: null } });
  const { secret, address } = describeSecret(actor.id, totpSecret, user.email ?? "");
  return accepted({ secret, qr: renderSVG(address, { border: 2 }) });
}

/** Turns the app on with its first code; answers the recovery codes, which are shown nowhere else. */
export async function confirmTotp(
  actor: UserActor,
  { code }: TotpCodeInput,
): Promise<Result<{ recoveryCodes: string[] }>> {
  requireRecentProof(actor);
  const seconds = await countAttempt(`totp-setup:${actor.id}`);
  if (seconds > 0) return refused("throttled", { seconds });
  return prisma().$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: actor.id } });
    if (user.totpAt || !user.totpSecret) return refused("totp_not_begun");
    const step = stepOf(actor.id, user.totpSecret, code.replaceAll(/\s/g, ""));
    if (step === null || !(await useStep(tx, actor.id, step))) return refusedField("code", "code_wrong");
    await tx.user.update({ where: { id: actor.id }, data: { totpAt: new Date() } });
    await recordAudit(tx, actor, audited("user.totp_on", actor.id));
    return accepted({ recoveryCodes: await makeRecoveryCodes(tx, actor.id) });
  });
}

/** Ten new recovery codes; those before stop working. */
export async function renewRecoveryCodes(actor: UserActor): Promise<Result<{ recoveryCodes: string[] }>> {
  requireRecentProof(actor);
  return prisma().$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: actor.id } });
    if (!user.totpAt) return refused("totp_off");
    await recordAudit(tx, actor, audited("user.renew_recovery_codes", actor.id));
    return accepted({ recoveryCodes: await makeRecoveryCodes(tx, actor.id) });
  });
}

async function forgetTotp(tx: Tx, userId: string): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { totpSecret: null, totpAt: null, totpLastStep: null },
  });
  await tx.recoveryCode.deleteMany({ where: { userId } });
}

/** Turns one's own app off. */
export async function endTotp(actor: UserActor): Promise<Result<null>> {
  requireRecentProof(actor);
  return prisma().$transaction(async (tx) => {
    await forgetTotp(tx, actor.id);
    await recordAudit(tx, actor, audited("user.totp_off", actor.id));
    return accepted(null);
  });
}

/** Turns somebody's app off who has lost it and the recovery codes too. */
export async function resetTotp(actor: Actor, { userId }: UserIdInput): Promise<Result<null>> {
  requirePermission(actor, "user:manage");
  requireRecentProof(actor);
  return prisma().$transaction(async (tx) => {
    await lockUser(tx, actor, userId);
    await forgetTotp(tx, userId);
    await recordAudit(tx, actor, audited("user.reset_totp", userId));
    return accepted(null);
  });
}
