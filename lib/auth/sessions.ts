import { prisma } from "@/lib/db";
import { hashToken, newToken } from "./tokens";

/** Longest a session lasts, however busy. */
export const SESSION_DAYS = 14;
const DAY_MS = 86_400_000;
const TOUCH_AFTER_MS = 60_000;

/** Opens a session for `userId`; returns the token for the cookie, of which only the hash is stored. */
export async function openSession(
  userId: string,
  options: { userAgent?: string; now: Date },
): Promise<string> {
  const token = newToken();
  await prisma().session.create({
    data: {
      userId,
      tokenHash: hashToken(token),
      userAgent: options.userAgent?.slice(0, 300),
      createdAt: options.now,
      lastSeenAt: options.now,
      expiresAt: new Date(options.now.getTime() + SESSION_DAYS * DAY_MS),
    },
  });
  return token;
}

/** The session and its user, or null when it ended, expired or the user is disabled. */
export async function findSession(token: string, now: Date) {
  const session = await prisma().session.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  if (!session || session.expiresAt <= now || session.user.disabledAt) return null;
  if (now.getTime() - session.lastSeenAt.getTime() > TOUCH_AFTER_MS)
    await prisma().session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } });
  return session;
}

export async function closeSession(token: string): Promise<void> {
  await prisma().session.deleteMany({ where: { tokenHash: hashToken(token) } });
}
