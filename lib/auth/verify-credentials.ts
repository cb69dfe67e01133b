import { prisma } from "@/lib/db";
import { env } from "@/lib/env";
import { findDevice } from "./devices";
import { normalizeEmail } from "./normalize-email";
import { verifyPassword } from "./password";
import { PASSWORD_MAX_LENGTH } from "./password-schema";
import { countAttempt } from "./throttle";
import { keyedDigest } from "./tokens";

export type Verdict =
  | { kind: "verified"; userId: string; isKnownDevice: boolean }
  | { kind: "wrong" }
  | { kind: "throttled"; retryAfterSeconds: number };

/**
 * Checks an address and a password. Unknown devices share one bucket per address; a device that signed in before
 * has its own, so that somebody's guessing never locks the owner out. Wrong password, unknown address and disabled
 * account are indistinguishable, in the answer and in the work done.
 */
export async function verifyCredentials(input: {
  email: string;
  password: string;
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
  return { kind: "verified", userId: user.id, isKnownDevice: Boolean(device) };
}
