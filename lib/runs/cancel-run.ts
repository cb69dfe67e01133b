import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { lockExport } from "@/lib/exports/find-export";
import { advanceRun } from "./advance-run";
import { recordEvent } from "./record-event";
import { stopRun } from "./stop-run";

/**
 * Cancels a run: nothing more is posted for it, save a request whose first byte has left. What the destination had
 * accepted is followed to its end and stands in the outcomes. Refuses `run_ended`; throws Forbidden or NotFound.
 */
export async function cancelRun(actor: Actor, input: { runId: string }): Promise<Result<null>> {
  requirePermission(actor, "export:run");
  const run = await prisma().run.findUnique({ where: { id: input.runId } });
  if (!run) throw new NotFound("run", input.runId);
  await prisma().$transaction((tx) => lockExport(tx, actor, run.exportId, "export:run"));
  return inSqlTransaction(async (client) => {
    await client.query("SELECT 1 FROM run WHERE id = $1 FOR NO KEY UPDATE", [run.id]);
    if (!(await stopRun(client, run.id, { status: "canceled" }))) return refused("run_ended");
    await client.query(
      "UPDATE run SET cancel_requested_at = clock_timestamp(), canceled_by_id = $2 WHERE id = $1",
      [run.id, actor.kind === "user" ? actor.id : null],
    );
    await recordEvent(client, { runId: run.id, code: "canceled" });
    await recordAuditSql(client, actor, { action: "run.cancel", objectType: "run", objectId: run.id });
    await advanceRun(client, run.id);
    return accepted(null);
  });
}
