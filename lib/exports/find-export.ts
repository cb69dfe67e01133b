import {
  type Actor,
  type SharedConnection,
  can,
  canUseConnection,
  requirePermission,
} from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { mappingSchema } from "./schema";

const segment = {
  select: { id: true, name: true, members: true, refreshStatus: true, isActive: true },
};
const details = {
  connection: { include: { users: { select: { userId: true } } } },
  segments: { orderBy: { position: "asc" as const }, include: { segment } },
  createdBy: { select: { name: true } },
  updatedBy: { select: { name: true } },
};

/** Whether `actor` may change and run an export: all on a connection they may use, and detached ones of their own. */
export function mayEditExport(
  actor: Actor,
  row: { createdById: string | null; connection: SharedConnection | null },
): boolean {
  if (!can(actor, "export:write")) return false;
  if (row.connection) return canUseConnection(actor, row.connection);
  return actor.kind === "system" || actor.role === "administrator" || row.createdById === actor.id;
}

async function readExports(tx: Tx, actor: Actor, exportIds: readonly string[]) {
  for (const id of exportIds) if (!isId(id)) throw new NotFound("export", id);
  const rows = await tx.export.findMany({
    where: { id: { in: [...exportIds] }, removedAt: null },
    include: details,
  });
  return exportIds.map((id) => {
    const row = rows.find((one) => one.id === id.toLowerCase());
    if (!row) throw new NotFound("export", id);
    const permission = mayEditExport(actor, row) ? ("edit" as const) : ("view" as const);
    return { ...row, mapping: mappingSchema.parse(row.mapping), permission };
  });
}

export type FoundExport = Awaited<ReturnType<typeof readExports>>[number];

/** An export with its connection and segments. Throws NotFound; a removed one is not found. */
export async function readExport(tx: Tx, actor: Actor, exportId: string): Promise<FoundExport> {
  requirePermission(actor, "export:read");
  const [found] = await readExports(tx, actor, [exportId]);
  if (!found) throw new NotFound("export", exportId);
  return found;
}

/**
 * Keeps these connections, and those of these exports, as they are until the transaction ends. Always before the locks
 * of exports: removing a connection takes them in the same order.
 */
export async function shareConnections(
  tx: Tx,
  held: { exportIds: readonly string[]; connectionIds?: readonly string[] },
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM connection WHERE id = ANY (${held.connectionIds ?? []}::uuid[])
      OR id IN (SELECT connection_id FROM export WHERE id = ANY (${held.exportIds}::uuid[]))
    ORDER BY id FOR SHARE`;
}

/**
 * The exports that `actor` is about to change or run, locked until the transaction ends, in the order asked for.
 * Throws NotFound where one is gone, and Forbidden where the actor may only view one.
 */
export async function lockExports(
  tx: Tx,
  actor: Actor,
  exportIds: readonly string[],
  permission: "export:write" | "export:run",
): Promise<FoundExport[]> {
  requirePermission(actor, permission);
  for (const id of exportIds) if (!isId(id)) throw new NotFound("export", id);
  await shareConnections(tx, { exportIds });
  await tx.$queryRaw`SELECT 1 FROM export WHERE id = ANY (${exportIds}::uuid[]) ORDER BY id FOR UPDATE`;
  const found = await readExports(tx, actor, exportIds);
  if (found.some((one) => one.permission === "view")) throw new Forbidden(permission);
  return found;
}

/** The same of one export. */
export async function lockExport(
  tx: Tx,
  actor: Actor,
  exportId: string,
  permission: "export:write" | "export:run",
): Promise<FoundExport> {
  const [found] = await lockExports(tx, actor, [exportId], permission);
  if (!found) throw new NotFound("export", exportId);
  return found;
}
