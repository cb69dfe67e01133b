import type { PoolClient } from "pg";
import type { Run } from "@/generated/prisma/client";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { type Stopping, neverStopping } from "@/lib/jobs/stopping";
import { tombstoneKeyProblem } from "@/lib/privacy/tombstone-key";
import { advanceRun } from "../advance-run";
import { type Hold, heldSchema } from "./brake";
import { PROBLEM_DAYS, PEOPLE_DAYS } from "../create-run";
import type { PlanCounts } from "../counts";
import { isListGone, stopForList } from "./find-list";
import { freeze } from "./freeze";
import { noteLeavers } from "./freeze-leavers";
import { subjectOf } from "./freeze-subject";
import { inviteBatches } from "../send/invite-batches";
import { type RunProblem, moveRun } from "../move-run";
import { costOfRun } from "./plan-cost";
import { claimPlanning, whileLeased } from "./plan-lease";
import { recordEvent } from "../record-event";
import { refreshStale } from "./refresh-stale";
import { dropWithdrawn } from "./sent-before";
import { type RunContext, loadRun } from "../run-context";
import { stopRun } from "../stop-run";
import { writeBatches, writeItems, writeSkipped } from "./write-plan";

/** In a transaction of its own, since making a table locks others out of making theirs. */
async function ensurePartitions(run: Run): Promise<void> {
  const days = [run.expiresOn, PROBLEM_DAYS - PEOPLE_DAYS];
  await pool().query("SELECT run_data.ensure_partitions($1::date)", days.slice(0, 1));
  await pool().query("SELECT run_data.ensure_partitions($1::date + $2::int)", days);
}

/** Writes down all that the run will do, or, in the state `canceled`, all that it does not. */
async function writePlan(client: PoolClient, context: RunContext, { isStopped }: { isStopped: boolean }) {
  const { run, settings, destination } = context;
  if (isStopped) await client.query("DELETE FROM leaving");
  const last =
    run.plan === null ? { seq: 0, no: 0 } : await dropWithdrawn(client, run, context.problemsExpireOn);
  const { sends, removals } = await writeItems(client, run, last.seq);
  await writeSkipped(client, run);
  const state = isStopped ? ("canceled" as const) : ("pending" as const);
  const batches = await writeBatches(client, run, { sends, removals, settings, destination, state, last });
  if (!isStopped) await noteLeavers(client, run);
  return { sends, removals, batches };
}

/** Whether what was approved covers what was found now. */
function isApproved({ releasedAt, hold }: Run, found: Hold): boolean {
  if (releasedAt === null) return false;
  const approved = heldSchema.safeParse(hold).data;
  return approved !== undefined && approved.reason === found.reason && found.people <= approved.people * 1.1;
}

/** Lets the run wait for an administrator, with the numbers; nothing is sent meanwhile, and it freezes again then. */
async function holdRun(
  client: PoolClient,
  run: Run,
  { plan, hold }: { plan: PlanCounts; hold: Hold },
): Promise<void> {
  if (!(await moveRun(client, run.id, "held"))) throw new PlanSuperseded();
  await client.query(
    "UPDATE run SET hold = $2, released_at = NULL, released_by_id = NULL, lease_until = NULL WHERE id = $1",
    [run.id, JSON.stringify({ ...hold, plan })],
  );
  const { reason, ...params } = hold;
  await recordEvent(client, { runId: run.id, level: "warning", code: `held_${reason}`, params });
}

/** Freezing and its record commit together, and only for the holder of the claim. Answers how many items there are. */
async function freezeAndRecord(context: RunContext): Promise<number> {
  const { run } = context;
  await ensurePartitions(run);
  const subject = await subjectOf(run);
  return inSqlTransaction(async (client) => {
    const frozen = await freeze(client, subject, {
      settings: context.settings,
      destination: context.destination,
      limits: context.connection,
    });
    const { rowCount } = await client.query(
      "SELECT 1 FROM run WHERE id = $1 AND epoch = $2 AND status = 'running' FOR NO KEY UPDATE",
      [run.id, run.epoch],
    );
    if (rowCount !== 1) throw new PlanSuperseded();
    const { plan, problem, hold } = frozen;
    if (hold && !isApproved(run, hold)) {
      await holdRun(client, run, { plan, hold });
      return 0;
    }
    const written = await writePlan(client, context, { isStopped: problem !== null });
    const cost = problem ? {} : await costOfRun(client, context, written.removals);
    await client.query(
      `UPDATE run SET plan = $2, planned_at = clock_timestamp(), phase = 'send', lease_until = NULL WHERE id = $1`,
      [run.id, JSON.stringify({ ...plan, remove: written.removals + frozen.removedBefore, ...cost })],
    );
    const params = {
      members: plan.members,
      send: written.sends,
      remove: written.removals,
      batches: written.batches,
    };
    await recordEvent(client, { runId: run.id, code: "planned", params });
    if (problem) {
      const status = problem.code === "limit_exceeded" ? "failed" : "skipped";
      await stopRun(client, run.id, { status, problem });
    } else await inviteBatches(client, run.id);
    await advanceRun(client, run.id);
    return written.sends + written.removals;
  });
}

class PlanSuperseded extends Error {}

// Below this, no plan of a query is slow enough to matter.
const WORTH_COUNTING = 1_000;

/** Without the key, or with another, erased people would be taken for new. */
async function keyFailure(): Promise<RunProblem | null> {
  const code = await tombstoneKeyProblem(prisma());
  return code && { code };
}

/** Tells PostgreSQL how the day's partition has grown: it would take it for empty, and join row by row. */
async function countItems(run: Run, people: number): Promise<void> {
  if (people < WORTH_COUNTING) return;
  await pool().query(`ANALYZE run_data.item_${run.expiresOn.toISOString().slice(0, 10).replaceAll("-", "")}`);
}

/**
 * Plans a run: refreshes segments that are older than the data, then freezes in one transaction what will be done to
 * whom, as items and batches. A plan that another worker took over, or whose run was canceled meanwhile, leaves
 * nothing behind. So does one whose transaction a worker that stops gives up; the run is anybody's at once then.
 */
export async function planRun(runId: string, stopping: Stopping = neverStopping): Promise<void> {
  if (stopping.beginNothing.aborted) return;
  const run = await claimPlanning(runId);
  if (!run) return;
  await whileLeased(run, stopping, async () => {
    const context = await loadRun(run.id);
    if (await isListGone(context, stopping.giveUp)) return stopForList(context);
    const failure = (await keyFailure()) ?? (await refreshStale(run));
    if (failure) {
      await inSqlTransaction(async (client) => {
        await stopRun(client, run.id, { status: run.plan === null ? "skipped" : "failed", problem: failure });
        await advanceRun(client, run.id);
      });
      return;
    }
    await prisma().run.updateMany({ where: { id: run.id, epoch: run.epoch }, data: { phase: "plan" } });
    const people = await freezeAndRecord(context).catch((error: Error) => {
      if (!(error instanceof PlanSuperseded)) throw error;
      return 0;
    });
    await countItems(run, people);
  });
}
