import type { Erasure } from "@/generated/prisma/client";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { reportSchema } from "./report";
import { tombstoneKeyProblem } from "./tombstone-key";

const NEWEST = 200;

const iso = (at: Date | null) => at?.toISOString() ?? null;

function toLine(row: Erasure & { requestedBy: { name: string } | null }) {
  return {
    id: row.id,
    status: row.status,
    customers: reportSchema.parse(row.report).customers,
    requestedBy: row.requestedBy?.name ?? null,
    createdAt: row.createdAt.toISOString(),
    erasedAt: iso(row.erasedAt),
    finishedAt: iso(row.finishedAt),
  };
}
export type ErasureLine = ReturnType<typeof toLine>;

/** The newest erasures; none says whom it was about. */
export async function listErasures(actor: Actor): Promise<ErasureLine[]> {
  requirePermission(actor, "privacy:erase");
  const rows = await prisma().erasure.findMany({
    orderBy: { createdAt: "desc" },
    take: NEWEST,
    include: { requestedBy: { select: { name: true } } },
  });
  return rows.map(toLine);
}

/** One erasure with its report. Throws NotFound. */
export async function getErasure(actor: Actor, input: { erasureId: string }) {
  requirePermission(actor, "privacy:erase");
  const row = isId(input.erasureId)
    ? await prisma().erasure.findUnique({
        where: { id: input.erasureId },
        include: {
          requestedBy: { select: { name: true } },
          deletions: { include: { connection: { select: { name: true, destination: true } } } },
        },
      })
    : null;
  if (!row) throw new NotFound("erasure", input.erasureId);
  return {
    ...toLine(row),
    report: reportSchema.parse(row.report),
    deletions: row.deletions.map(({ connectionId, connection, state, code }) => ({
      id: connectionId,
      name: connection.name,
      label: requireDestination(connection.destination).label,
      scope: requireDestination(connection.destination).erasureScope,
      state,
      code,
    })),
  };
}
export type ErasureDetail = Awaited<ReturnType<typeof getErasure>>;

/** Why nobody may be sent or erased now; null where all is well. */
export async function findKeyProblem(actor: Actor) {
  requirePermission(actor, "privacy:erase");
  return tombstoneKeyProblem(prisma());
}
