import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { stopRunsOf } from "@/lib/runs/stop-runs-of";
import { letSleep } from "@/lib/schedule/own-schedule";
import { type FoundExport, lockExports } from "./find-export";

/** Takes the connection from exports that are locked; their settings stay. What is detached already is left alone. */
export async function detachRows(
  tx: Tx,
  actor: Actor,
  rows: Pick<FoundExport, "id" | "connectionId">[],
): Promise<void> {
  const attached = rows.filter(({ connectionId }) => connectionId !== null);
  const exportIds = attached.map(({ id }) => id);
  const updatedById = actor.kind === "user" ? actor.id : null;
  await tx.export.updateMany({ where: { id: { in: exportIds } }, data: { connectionId: null, updatedById } });
  await letSleep(tx, exportIds);
  await stopRunsOf(tx, actor, { exportIds });
  for (const { id, connectionId } of attached)
    await recordAudit(tx, actor, {
      action: "export.detach",
      objectType: "export",
      objectId: id,
      details: { connectionId: connectionId ?? "" },
    });
}

/** Detaches exports from their connections, all or none: they sleep until they are given another. */
export async function detachExports(
  actor: Actor,
  input: { exportIds: string[] },
): Promise<Result<{ exports: number }>> {
  return prisma().$transaction(async (tx) => {
    const found = await lockExports(tx, actor, [...new Set(input.exportIds)], "export:write");
    await detachRows(tx, actor, found);
    return accepted({ exports: found.length });
  });
}
