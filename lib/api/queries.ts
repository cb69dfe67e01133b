import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { ApiScope } from "./schema";

function statusOf({ revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date }, now: Date) {
  if (revokedAt) return "revoked" as const;
  return expiresAt <= now ? ("expired" as const) : ("active" as const);
}

/** All tokens, the revoked ones included, newest first. */
export async function listTokens(actor: Actor) {
  requirePermission(actor, "api:manage");
  const now = new Date();
  const rows = await prisma().apiToken.findMany({
    orderBy: { createdAt: "desc" },
    include: { source: { select: { name: true } }, createdBy: { select: { name: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    lastFour: row.lastFour,
    scopes: row.scopes as ApiScope[],
    status: statusOf(row, now),
    sourceId: row.sourceId,
    source: row.source?.name ?? null,
    createdBy: row.createdBy?.name ?? null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}
export type TokenLine = Awaited<ReturnType<typeof listTokens>>[number];

/** The sources a token can feed. */
export async function listApiSources(actor: Actor) {
  requirePermission(actor, "api:manage");
  return prisma().source.findMany({
    where: { kind: "api" },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
}
