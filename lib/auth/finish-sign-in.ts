import { cookies, headers } from "next/headers";
import { prisma } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { DEVICE_COOKIE, DEVICE_DAYS, findDevice, rememberDevice } from "./devices";
import { closeSession, openSession } from "./sessions";

const DAY_SECONDS = 86_400;

interface SignIn {
  userId: string;
  /** When the person proved who they are; null where that is not known. */
  provedAt: Date | null;
  /** The session this browser had so far: its id is not used any more. */
  previous?: string;
}

/** Lets somebody in who has proved who they are: a session of its own, and a device that is known from now on. */
export async function finishSignIn({ userId, provedAt, previous }: SignIn): Promise<string> {
  const jar = await cookies();
  const now = new Date();
  await prisma().user.update({ where: { id: userId }, data: { lastSignInAt: now } });
  const given = jar.get(DEVICE_COOKIE)?.value;
  const isKnown = (await findDevice(userId, given)) !== undefined;
  const device = isKnown && given ? given : await rememberDevice(userId);
  const secure = publicUrl().startsWith("https:");
  const maxAge = DEVICE_DAYS * DAY_SECONDS;
  jar.set(DEVICE_COOKIE, device, { maxAge, httpOnly: true, sameSite: "lax", path: "/", secure });
  if (previous) await closeSession(previous);
  const userAgent = (await headers()).get("user-agent") ?? undefined;
  return openSession(userId, { userAgent, now, provedAt });
}
