import type { User } from "@/generated/prisma/client";
import { prisma } from "@/lib/db";
import { env } from "@/lib/env";
import { findDevice } from "./devices";
import { normalizeEmail } from "./normalize-email";
import { verifyPassword } from "./password";
import { PASSWORD_MAX_LENGTH } from "./password-schema";
import type { RefusedSignIn } from "./refused-sign-ins";
import { countAttempt } from "./throttle";
import { keyedDigest } from "./tokens";
import { type SecondFactor, useSecondFactor } from "./totp";

/** `refused` is for the audit log, and null where there is no such account; nobody who signs in is to learn it. */
export type Verdict =
  | { kind: "verified"; userId: string; way: "password" | SecondFactor }
  | { kind: "wrong"; refused: RefusedSignIn | null }
  | { kind: "code_needed" }
  | { kind: "code_wrong"; refused: RefusedSignIn }
  | { kind: "throttled"; retryAfterSeconds: number; refused: RefusedSignIn | null };

/** Codes of an app that may be tried a minute by who knows the password; a million are possible, and three are right. */
const CODES_PER_MINUTE = 5;

/** The second factor of who has one, after the password. */
async function verifyCode(user: User, code: string | undefined, who: string): Promise<Verdict> {
  const { id: userId } = user;
  if (!user.totpAt) return { kind: "verified", userId, way: "password" };
  if (!code) return { kind: "code_needed" };
  const retryAfterSeconds = await countAttempt(`totp:${who}`, CODES_PER_MINUTE);
  if (retryAfterSeconds > 0)
    return { kind: "throttled", retryAfterSeconds, refused: { userId, reason: "throttled" } };
  const way = await useSecondFactor(user, code);
  return way
    ? { kind: "verified", userId, way }
    : { kind: "code_wrong", refused: { userId, reason: "code" } };
}

/**
 * Checks an address and a password, and the code of an authenticator app where the user has one. Unknown devices share
 * one bucket per address; a device that signed in before has its own, so that somebody's guessing never locks the owner out. Wrong password, unknown address and disabled
 * account are indistinguishable, in the answer and in the work done.
 */
export async function verifyCredentials(input: {
  email: string;
  password: string;
  code?: string;
  deviceToken?: string;
}): Promise<Verdict> {
  const email = normalizeEmail(input.email);
  const user = await prisma().user.findUnique({ where: { email } });
  const device = await findDevice(user?.id, input.deviceToken);
  const bucket = device ? `device:${device}` : `account:${keyedDigest(env().AUTH_SECRET, "sign-in", email)}`;
  const retryAfterSeconds = await countAttempt(bucket);
  const refusedFor = (reason: string) => user && { userId: user.id, reason };
  if (retryAfterSeconds > 0)
    return { kind: "throttled", retryAfterSeconds, refused: refusedFor("throttled") };
  const wrong = { kind: "wrong", refused: refusedFor(user?.disabledAt ? "disabled" : "password") } as const;
  if (input.password.length > PASSWORD_MAX_LENGTH) return wrong;
  const fits = await verifyPassword(user?.passwordHash, input.password);
  if (!user || !fits || user.disabledAt) return wrong;
  return verifyCode(user, input.code, device ?? user.id);
}
