import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { holdSchema } from "./plan/brake";
import { moveRun } from "./move-run";
import { recordEvent } from "./record-event";

/**
 * Approves the numbers a run is held for and lets it go on. It freezes again first, and is held again where it then
 * finds more than was approved. Refuses `run_not_held`; throws Forbidden or NotFound.
 */
export async function releaseRun(actor: Actor, input: { runId: string }): Promise<Result<null>> {
  requirePermission(actor, "run:approve");
  const run = await prisma().run.findUnique({ where: { id: input.runId } });
  if (!run) throw new NotFound("run", input.runId);
  return inSqlTransaction(async (client) => {
    if (!(await moveRun(client, run.id, "queued"))) return refused("run_not_held");
    await client.query(
      "UPDATE run SET released_at = clock_timestamp(), released_by_id = $2, phase = 'refresh' WHERE id = $1",
      [run.id, actor.kind === "user" ? actor.id : null],
    );
    const { people, of, reason } = holdSchema.parse(run.hold);
    await enqueue(client, "run.plan", { runId: run.id }, { key: run.id });
    await recordEvent(client, { runId: run.id, code: "released" });
    const details = { reason, people, of };
    await recordAuditSql(client, actor, {
      action: "run.release",
      objectType: "run",
      objectId: run.id,
      details,
    });
    return accepted(null);
  });
}
