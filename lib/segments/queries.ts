import { Prisma } from "@/generated/prisma/client";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { shownDefinition } from "./mask-definition";
import { listTrends } from "./trend";

/** All segments with what their list shows. */
export async function listSegments(actor: Actor) {
  requirePermission(actor, "segment:read");
  const trends = await listTrends(actor);
  const lists = await prisma().segment.findMany({
    where: { definition: { equals: Prisma.DbNull } },
    select: { id: true },
  });
  const withoutRules = new Set(lists.map(({ id }) => id));
  const rows = await prisma().segment.findMany({
    orderBy: { name: "asc" },
    omit: { definition: true },
    include: { _count: { select: { exports: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    isActive: row.isActive,
    tags: row.tags,
    hasRules: !withoutRules.has(row.id),
    members: row.members,
    trend: trends.get(row.id) ?? [],
    refreshStatus: row.refreshStatus,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    askedAt: row.askedAt?.toISOString() ?? null,
    revision: row.revision,
    usedIn: row._count.exports,
  }));
}
export type SegmentLine = Awaited<ReturnType<typeof listSegments>>[number];

/** One segment with its rules; those are null where its members came as a list. Throws NotFound. */
export async function getSegment(actor: Actor, segmentId: string) {
  requirePermission(actor, "segment:read");
  const include = {
    _count: { select: { exports: true, revisions: true } },
    createdBy: { select: { name: true } },
  };
  const row = isId(segmentId)
    ? await prisma().segment.findUnique({ where: { id: segmentId }, include })
    : null;
  if (!row) throw new NotFound("segment", segmentId);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    isActive: row.isActive,
    tags: row.tags,
    revision: row.revision,
    members: row.members,
    refreshStatus: row.refreshStatus,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    problem: row.problemCode
      ? { code: row.problemCode, params: row.problemParams as Record<string, string | number> }
      : null,
    hasRules: row.definition !== null,
    definition: await shownDefinition(actor, row.definition),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy?.name ?? null,
    usedIn: row._count.exports,
    revisions: row._count.revisions,
  };
}
export type SegmentDetail = Awaited<ReturnType<typeof getSegment>>;
