import type { User } from "@/generated/prisma/client";
import { prisma } from "@/lib/db";
import { env } from "@/lib/env";
import { findDevice } from "./devices";
import { normalizeEmail } from "./normalize-email";
import { verifyPassword } from "./password";
import { PASSWORD_MAX_LENGTH } from "./password-schema";
import { countAttempt } from "./throttle";
import { keyedDigest } from "./tokens";
import { useSecondFactor } from "./totp";

export type Verdict =
  | { kind: "verified"; userId: string }
  | { kind: "wrong" }
  | { kind: "code_needed" }
  | { kind: "code_wrong" }
  | { kind: "throttled"; retryAfterSeconds: number };

/** Codes of an app that may be tried a minute by who knows the password; a million are possible, and three are right. */
const CODES_PER_MINUTE = 5;

/** The second factor of who has one, after the password. */
async function verifyCode(user: User, code: string | undefined, who: string): Promise<Verdict> {
  if (!user.totpAt) return { kind: "verified", userId: user.id };
  if (!code) return { kind: "code_needed" };
  const retryAfterSeconds = await countAttempt(`totp:${who}`, CODES_PER_MINUTE);
  if (retryAfterSeconds > 0) return { kind: "throttled", retryAfterSeconds };
  return (await useSecondFactor(user, code)) ? { kind: "verified", userId: user.id } : { kind: "code_wrong" };
}

/**
 * Checks an address and a password, and the code of an authenticator app where the user has one. Unknown devices share one bucket per address; a device that signed in before
 * has its own, so that somebody's guessing never locks the owner out. Wrong password, unknown address and disabled
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
  if (retryAfterSeconds > 0) return { kind: "throttled", retryAfterSeconds };
  if (input.password.length > PASSWORD_MAX_LENGTH) return { kind: "wrong" };
  const fits = await verifyPassword(user?.passwordHash, input.password);
  if (!user || !fits || user.disabledAt) return { kind: "wrong" };
  return verifyCode(user, input.code, device ?? user.id);
}
