import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Role } from "@/generated/prisma/enums";
import { recordAudit } from "@/lib/audit/record";
import { type Tx, prisma } from "@/lib/db";
import { masterKeys } from "@/lib/master-keys";
import { decryptSecret, encryptSecret } from "@/lib/secrets";
import { hashToken } from "./tokens";

/** RFC 6238 as every authenticator app reads it: SHA-1, six digits, thirty seconds; clocks may differ by one step. */
const PERIOD_SECONDS = 30;
const WINDOW = 1;
const RECOVERY_CODES = 10;

const placeOf = (userId: string) => ({ purpose: "user.totp", rowId: userId });
const withSecret = (base32: string, label = "") =>
  new TOTP({ issuer: "Ferry", label, secret: Secret.fromBase32(base32), period: PERIOD_SECONDS });

/** A new secret, encrypted as it is stored. */
export function newTotpSecret(userId: string): string {
  return encryptSecret(masterKeys(), placeOf(userId), new Secret({ size: 20 }).base32);
}

/** What an authenticator app scans, and what is typed into one that cannot. */
export function describeSecret(userId: string, stored: string, email: string) {
  const secret = decryptSecret(masterKeys(), placeOf(userId), stored);
  return { secret, address: withSecret(secret, email).toString() };
}

/** The time step whose code this is; null where it is none of now. */
export function stepOf(userId: string, stored: string, code: string, now = Date.now()): number | null {
  const secret = decryptSecret(masterKeys(), placeOf(userId), stored);
  const delta = withSecret(secret).validate({ token: code, window: WINDOW, timestamp: now });
  return delta === null ? null : Math.floor(now / 1_000 / PERIOD_SECONDS) + delta;
}

/** Uses up a time step: false where its code, or that of a later one, was used before. */
export async function useStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return count === 1;
}

const bare = (code: string) => code.toUpperCase().replaceAll(/[^A-Z2-7]/g, "");

/** Ten codes for who loses the app, in place of those before. They are random enough that a plain hash keeps them. */
export async function makeRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const text = new Secret({ buffer: Uint8Array.from(randomBytes(10)).buffer }).base32;
    return (text.match(/.{4}/g) ?? []).join("-");
  });
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, codeHash: hashToken(bare(code)) })),
  });
  return codes;
}

interface TotpUser {
  id: string;
  role: Role;
  totpSecret: string | null;
  totpAt: Date | null;
}

/** Uses up a recovery code: one that the owner did not use is to be noticed, so it stands in the audit log. */
async function useRecoveryCode({ id, role }: TotpUser, code: string): Promise<boolean> {
  return prisma().$transaction(async (tx) => {
    const used = await tx.recoveryCode.deleteMany({ where: { userId: id, codeHash: hashToken(bare(code)) } });
    if (used.count === 0) return false;
    const left = await tx.recoveryCode.count({ where: { userId: id } });
    await recordAudit(
      tx,
      { kind: "user", id, role },
      { action: "user.use_recovery_code", objectType: "user", objectId: id, details: { left } },
    );
    return true;
  });
}

export type SecondFactor = "code" | "recovery_code";

/** What `code` is: one of the app's, or of recovery, that was not used before, and now is; null where it is neither. */
export async function useSecondFactor(user: TotpUser, code: string): Promise<SecondFactor | null> {
  if (!user.totpSecret || !user.totpAt) return null;
  const text = code.replaceAll(/\s/g, "");
  if (/^\d{6}$/.test(text)) {
    const step = stepOf(user.id, user.totpSecret, text);
    return step !== null && (await useStep(prisma(), user.id, step)) ? "code" : null;
  }
  return (await useRecoveryCode(user, text)) ? "recovery_code" : null;
}
