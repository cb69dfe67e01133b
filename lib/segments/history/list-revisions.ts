import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { segmentDefinitionSchema } from "../definition";
import type { SegmentChange } from "./changes";

/** Revisions a page of the history shows. */
export const REVISIONS_PER_PAGE = 50;

const by = { createdBy: { select: { name: true } } };

type Row = Awaited<ReturnType<typeof findRevisions>>[number];

function findRevisions(segmentId: string, where: object, take: number) {
  return prisma().segmentRevision.findMany({
    where: { segmentId, ...where },
    orderBy: { revision: "desc" },
    take,
    include: by,
  });
}

function toLine(row: Row) {
  return {
    revision: row.revision,
    change: row.change as SegmentChange,
    name: row.name,
    kind: row.kind,
    isActive: row.isActive,
    restoredFrom: row.restoredFrom,
    by: row.createdBy?.name ?? null,
    at: row.createdAt.toISOString(),
  };
}
export type RevisionLine = ReturnType<typeof toLine>;

/** A segment's history, newest first, a page at a time. */
export async function listRevisions(actor: Actor, input: { segmentId: string; before?: number }) {
  requirePermission(actor, "segment:read");
  const older = input.before ? { revision: { lt: input.before } } : {};
  const rows = await findRevisions(input.segmentId, older, REVISIONS_PER_PAGE + 1);
  return {
    revisions: rows.slice(0, REVISIONS_PER_PAGE).map(toLine),
    hasMore: rows.length > REVISIONS_PER_PAGE,
  };
}

/** One revision with its rules; null where the members came as a list. Throws NotFound. */
export async function getRevision(actor: Actor, input: { segmentId: string; revision: number }) {
  requirePermission(actor, "segment:read");
  const isPossible =
    isId(input.segmentId) && Number.isSafeInteger(input.revision) && input.revision < 2 ** 31;
  const [row] = isPossible ? await findRevisions(input.segmentId, { revision: input.revision }, 1) : [];
  if (!row) throw new NotFound("revision of segment", input.segmentId);
  const definition = row.definition === null ? null : segmentDefinitionSchema.parse(row.definition);
  return { ...toLine(row), definition };
}
export type RevisionDetail = Awaited<ReturnType<typeof getRevision>>;
