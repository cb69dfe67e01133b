import type { UserLinkPurpose } from "@/generated/prisma/enums";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { type Tx, prisma } from "@/lib/db";
import { publicUrl } from "@/lib/env";

const LINK_MINUTES = 60;

/** Makes the one link of a user, in place of any before; only its hash is kept. */
export async function makeLink(tx: Tx, userId: string, purpose: UserLinkPurpose): Promise<string> {
  const token = newToken();
  const content = {
    tokenHash: hashToken(token),
    purpose,
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + LINK_MINUTES * 60_000),
  };
  await tx.userLink.upsert({ where: { userId }, create: { userId, ...content }, update: content });
  return `${publicUrl()}/set-password?token=${token}`;
}

/** What a link is for and whose it is, while it works; null afterwards. */
export async function findLink(token: string) {
  const link = await prisma().userLink.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: { select: { email: true, name: true, disabledAt: true } } },
  });
  if (!link?.user.email || link.user.disabledAt || link.expiresAt <= new Date()) return null;
  return { purpose: link.purpose, userId: link.userId, email: link.user.email, name: link.user.name };
}
