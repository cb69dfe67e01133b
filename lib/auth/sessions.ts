import { type Tx, prisma } from "@/lib/db";
import { env } from "@/lib/env";
import { hashToken, newToken } from "./tokens";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const TOUCH_AFTER_MS = 60_000;

interface NewSession {
  userAgent?: string;
  now: Date;
  /** When the person proved who they are: now, unless a single sign-on let them in on an older proof. */
  provedAt?: Date | null;
}

/** Opens a session for `userId`; returns the token for the cookie, of which only the hash is stored. */
export async function openSession(
  userId: string,
  options: NewSession,
  db: Tx | ReturnType<typeof prisma> = prisma(),
): Promise<string> {
  const token = newToken();
  await db.session.create({
    data: {
      userId,
      tokenHash: hashToken(token),
      userAgent: options.userAgent?.slice(0, 300),
      createdAt: options.now,
      lastSeenAt: options.now,
      expiresAt: new Date(options.now.getTime() + env().SESSION_DAYS * DAY_MS),
      provedAt: options.provedAt === undefined ? options.now : options.provedAt,
    },
  });
  return token;
}

/** The moment before which a session that was last seen has stood idle for too long. */
export function idleSince(now: Date): Date {
  return new Date(now.getTime() - env().SESSION_IDLE_HOURS * HOUR_MS);
}

/** The session and its user, or null when it ended, expired, stood idle for too long or the user is disabled. */
export async function findSession(token: string, now: Date) {
  const session = await prisma().session.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  if (!session || session.expiresAt <= now || session.user.disabledAt) return null;
  if (session.lastSeenAt <= idleSince(now)) return null;
  if (now.getTime() - session.lastSeenAt.getTime() > TOUCH_AFTER_MS)
    await prisma().session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } });
  return session;
}

export async function closeSession(token: string): Promise<void> {
  await prisma().session.deleteMany({ where: { tokenHash: hashToken(token) } });
}
