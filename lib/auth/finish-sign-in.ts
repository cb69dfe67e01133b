import { cookies, headers } from "next/headers";
import { inSession } from "@/lib/audit/origin";
import { recordAudit } from "@/lib/audit/record";
import { prisma } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { DEVICE_COOKIE, DEVICE_DAYS, findDevice, rememberDevice } from "./devices";
import { closeSession, openSession } from "./sessions";
import { hashToken } from "./tokens";
import type { SecondFactor } from "./totp";

const DAY_SECONDS = 86_400;

interface SignIn {
  userId: string;
  /** How they proved it, for the audit log; of a single sign-on with its name. */
  way: { way: "password" | SecondFactor } | { way: "single_sign_on"; provider: string };
  /** When the person proved who they are; null where that is not known. */
  provedAt: Date | null;
  /** The session this browser had so far: its id is not used any more. */
  previous?: string;
}

/** Lets somebody in who has proved who they are: a session of its own, and a device that is known from now on. */
export async function finishSignIn({ userId, way, provedAt, previous }: SignIn): Promise<string> {
  const jar = await cookies();
  const now = new Date();
  const given = jar.get(DEVICE_COOKIE)?.value;
  const isKnown = (await findDevice(userId, given)) !== undefined;
  const device = isKnown && given ? given : await rememberDevice(userId);
  const secure = publicUrl().startsWith("https:");
  const maxAge = DEVICE_DAYS * DAY_SECONDS;
  jar.set(DEVICE_COOKIE, device, { maxAge, httpOnly: true, sameSite: "lax", path: "/", secure });
  if (previous) await closeSession(previous);
  const userAgent = (await headers()).get("user-agent") ?? undefined;
  return prisma().$transaction(async (tx) => {
    const { role } = await tx.user.update({ where: { id: userId }, data: { lastSignInAt: now } });
    const token = await openSession(userId, { userAgent, now, provedAt }, tx);
    const { id } = await tx.session.findUniqueOrThrow({ where: { tokenHash: hashToken(token) } });
    const event = { action: "user.sign_in", objectType: "user", objectId: userId, details: way } as const;
    await inSession(id, () => recordAudit(tx, { kind: "user", id: userId, role }, event));
    return token;
  });
}
