import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { mayEditExport } from "@/lib/exports/find-export";
import { isId } from "@/lib/is-id";

/**
 * All exports, each with what a segment is to it: sent (`include`), never sent (`exclude`), or not in it (null); and
 * whether the actor may change it.
 */
export async function listSegmentExports(actor: Actor, input: { segmentId: string }) {
  requirePermission(actor, "segment:read");
  requirePermission(actor, "export:read");
  if (!isId(input.segmentId)) throw new NotFound("segment", input.segmentId);
  const rows = await prisma().export.findMany({
    where: { removedAt: null },
    orderBy: { name: "asc" },
    include: {
      connection: { include: { users: { select: { userId: true } } } },
      segments: { select: { segmentId: true, role: true } },
    },
  });
  return rows.map((row) => {
    const role = row.segments.find(({ segmentId }) => segmentId === input.segmentId)?.role ?? null;
    const included = row.segments.filter((one) => one.role === "include").length;
    return {
      id: row.id,
      name: row.name,
      connection: row.connection?.name ?? null,
      listName: row.listName,
      segments: included,
      role,
      /** An export has to have a segment. */
      isOnly: role === "include" && included === 1,
      permission: mayEditExport(actor, row) ? ("edit" as const) : ("view" as const),
    };
  });
}
export type SegmentExportLine = Awaited<ReturnType<typeof listSegmentExports>>[number];
