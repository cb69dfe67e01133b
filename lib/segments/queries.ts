import { type Actor, can, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { listFields } from "@/lib/profiles/fields";
import { segmentDefinitionSchema } from "./definition";
import { maskDefinition } from "./mask-definition";

/** All segments with what their list shows. */
export async function listSegments(actor: Actor) {
  requirePermission(actor, "segment:read");
  const rows = await prisma().segment.findMany({
    orderBy: { name: "asc" },
    include: { createdBy: { select: { name: true } }, _count: { select: { exports: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    members: row.members,
    refreshStatus: row.refreshStatus,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    createdBy: row.createdBy?.name ?? null,
    usedIn: row._count.exports,
  }));
}
export type SegmentLine = Awaited<ReturnType<typeof listSegments>>[number];

/** One segment with its rules. Throws NotFound. */
export async function getSegment(actor: Actor, segmentId: string) {
  requirePermission(actor, "segment:read");
  const isId = /^[0-9a-f-]{36}$/i.test(segmentId);
  const include = { _count: { select: { exports: true } } };
  const row = isId ? await prisma().segment.findUnique({ where: { id: segmentId }, include }) : null;
  if (!row) throw new NotFound("segment", segmentId);
  const definition = segmentDefinitionSchema.parse(row.definition);
  return {
    id: row.id,
    name: row.name,
    members: row.members,
    refreshStatus: row.refreshStatus,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    problem: row.problemCode
      ? { code: row.problemCode, params: row.problemParams as Record<string, string | number> }
      : null,
    definition: can(actor, "profile:reveal")
      ? definition
      : maskDefinition(definition, await listFields(actor)),
    usedIn: row._count.exports,
  };
}
export type SegmentDetail = Awaited<ReturnType<typeof getSegment>>;
