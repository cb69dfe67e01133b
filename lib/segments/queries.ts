import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { NotFound, type Result, accepted } from "@/lib/errors";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { type ProfileLine, sampleProfiles } from "@/lib/profiles/queries";
import { definitionProblems } from "./check-definition";
import { compileSegment } from "./compile";
import { type SegmentDefinition, segmentDefinitionSchema } from "./definition";

const SAMPLE_SIZE = 10;

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
  return {
    id: row.id,
    name: row.name,
    members: row.members,
    refreshStatus: row.refreshStatus,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    problem: row.problemCode
      ? { code: row.problemCode, params: row.problemParams as Record<string, string | number> }
      : null,
    definition: segmentDefinitionSchema.parse(row.definition),
    usedIn: row._count.exports,
  };
}
export type SegmentDetail = Awaited<ReturnType<typeof getSegment>>;

/** How many people unsaved rules would find, and the first few of them. */
export async function previewSegment(
  actor: Actor,
  input: { definition: SegmentDefinition },
): Promise<Result<{ members: number; sample: ProfileLine[] }>> {
  requirePermission(actor, "segment:write");
  const types = typesOf(await listFields(actor));
  const problems = definitionProblems(types, input.definition);
  if (Object.keys(problems).length > 0) return { ok: false, code: "invalid", fields: problems };
  const compiled = compileSegment(types, input.definition);
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM profile p WHERE ${compiled.sql}`,
    compiled.params,
  );
  const sample = await sampleProfiles(actor, compiled, SAMPLE_SIZE);
  return accepted({ members: rows[0]?.count ?? 0, sample });
}
