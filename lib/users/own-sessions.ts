import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { idleSince } from "@/lib/auth/sessions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { describeAgent } from "./describe-agent";

/** Where the actor is signed in, the last seen first. `current` is the id of the session that asks. */
export async function listOwnSessions(actor: UserActor, current: string) {
  const now = new Date();
  const rows = await prisma().session.findMany({
    where: { userId: actor.id, expiresAt: { gt: now }, lastSeenAt: { gt: idleSince(now) } },
    orderBy: { lastSeenAt: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    ...describeAgent(row.userAgent),
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === current,
  }));
}
export type SessionLine = Awaited<ReturnType<typeof listOwnSessions>>[number];

/** Ends one of the actor's own sessions, or all but the one that asks. Somebody else's is none of theirs. */
export async function endOwnSessions(
  actor: UserActor,
  which: { id: string } | { allBut: string },
): Promise<Result<{ ended: number }>> {
  const id = "id" in which ? which.id : { not: which.allBut };
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId: actor.id, id } });
    await recordAudit(tx, actor, {
      action: "user.end_own_sessions",
      objectType: "user",
      objectId: actor.id,
      details: { ended: count },
    });
    return accepted({ ended: count });
  });
}
