import type { Prisma } from "@/generated/prisma/client";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { SegmentChange } from "./changes";

/** Revisions a page of the history shows. */
export const REVISIONS_PER_PAGE = 50;

/** Who made a revision. */
export const by = { createdBy: { select: { name: true } } };

type Row = Prisma.SegmentRevisionGetPayload<{ include: typeof by }>;

/** A revision as the history shows it. */
export function toRevisionLine(row: Omit<Row, "definition">) {
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
export type RevisionLine = ReturnType<typeof toRevisionLine>;

/** A segment's history, newest first, a page at a time. */
export async function listRevisions(actor: Actor, input: { segmentId: string; before?: number }) {
  requirePermission(actor, "segment:read");
  const older = input.before ? { revision: { lt: input.before } } : {};
  const rows = await prisma().segmentRevision.findMany({
    where: { segmentId: input.segmentId, ...older },
    orderBy: { revision: "desc" },
    take: REVISIONS_PER_PAGE + 1,
    omit: { definition: true },
    include: by,
  });
  return {
    revisions: rows.slice(0, REVISIONS_PER_PAGE).map(toRevisionLine),
    hasMore: rows.length > REVISIONS_PER_PAGE,
  };
}
