import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { hasAccepted } from "./find-user";

interface Row {
  disabledAt: Date | null;
  passwordHash: string | null;
  ssoSubject: string | null;
}

function statusOf(user: Row) {
  if (user.disabledAt) return "disabled" as const;
  return hasAccepted(user) ? ("active" as const) : ("invited" as const);
}

/** Everybody who is not removed, by name. */
export async function listUsers(actor: Actor) {
  requirePermission(actor, "user:manage");
  const rows = await prisma().user.findMany({
    where: { removedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: { _count: { select: { sessions: true } }, links: { select: { expiresAt: true } } },
  });
  const now = new Date();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email ?? "",
    role: row.role,
    status: statusOf(row),
    isInvitationOpen: row.links.some(({ expiresAt }) => expiresAt > now),
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    hasPassword: row.passwordHash !== null,
    hasSingleSignOn: row.ssoSubject !== null,
    hasTotp: row.totpAt !== null,
    sessions: row._count.sessions,
    isSelf: actor.kind === "user" && actor.id === row.id,
  }));
}
export type UserLine = Awaited<ReturnType<typeof listUsers>>[number];
