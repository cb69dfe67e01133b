import type { PoolClient } from "pg";
import type { RunStatus } from "@/generated/prisma/enums";
import { type PlanCounts, type RunResult, addsUp, planCountsSchema } from "./counts";
import { markDoubtful } from "./confirm/mark-doubtful";
import { type RunProblem, moveRun } from "./move-run";
import { recordEvent } from "./record-event";
import { isActive } from "./transitions";

interface Sums {
  added: number;
  changed: number;
  rejected: number;
  unconfirmed: number;
  erased: number;
  not_sent: number;
  removed: number;
  already_gone: number;
  removal_failed: number;
  warnings: number;
}

const nothing: PlanCounts = {
  members: 0,
  add: 0,
  change: 0,
  unchanged: 0,
  noEmail: 0,
  invalidEmail: 0,
  duplicate: 0,
  excluded: 0,
  erased: 0,
  remove: 0,
};

/** What the batches came to. Those that failed or were canceled left their people where no row says otherwise. */
async function sumBatches(client: PoolClient, runId: string): Promise<Sums> {
  const { rows } = await client.query<Sums>(
    `SELECT coalesce(sum(added), 0)::int AS added, coalesce(sum(changed), 0)::int AS changed,
       coalesce(sum(rejected), 0)::int AS rejected, coalesce(sum(unconfirmed), 0)::int AS unconfirmed, coalesce(sum(erased), 0)::int AS erased,
       coalesce(sum(CASE WHEN kind = 'remove' THEN 0 WHEN state IN ('failed', 'canceled')
         THEN last_seq - first_seq + 1 - rejected - unconfirmed - erased ELSE not_sent END), 0)::int AS not_sent,
       coalesce(sum(removed), 0)::int AS removed, coalesce(sum(already_gone), 0)::int AS already_gone,
       coalesce(sum(CASE WHEN kind = 'remove' AND state IN ('failed', 'canceled')
         THEN last_seq - first_seq + 1 - already_gone ELSE 0 END), 0)::int AS removal_failed,
       coalesce(sum(warnings), 0)::int AS warnings
     FROM run_batch WHERE run_id = $1`,
    [runId],
  );
  const [row] = rows;
  if (!row) throw new Error(`The batches of run ${runId} have no sum.`);
  return row;
}

function toResult(plan: PlanCounts, sums: Sums): RunResult {
  const { warnings, ...sent } = sums;
  return {
    members: plan.members,
    leavers: plan.remove,
    warnings,
    outcomes: {
      ...sent,
      unchanged: plan.unchanged,
      no_email: plan.noEmail,
      invalid_email: plan.invalidEmail,
      duplicate: plan.duplicate,
      excluded: plan.excluded,
      erased: plan.erased + sums.erased,
    },
  };
}

/** `refusal` is what the destination said when a batch was given up. */
function judge(
  result: RunResult,
  refusal: RunProblem["params"],
): { status: RunStatus; problem?: RunProblem } {
  const { outcomes, warnings } = result;
  if (!addsUp(result)) return { status: "completed_with_warnings", problem: { code: "books_open" } };
  const lost = outcomes.not_sent + outcomes.removal_failed;
  const done =
    outcomes.added + outcomes.changed + outcomes.unchanged + outcomes.removed + outcomes.already_gone;
  if (lost > 0 && done === 0)
    return { status: "failed", problem: { code: "batches_failed", params: { ...refusal, people: lost } } };
  const imperfect = lost + outcomes.rejected + outcomes.unconfirmed + warnings;
  return { status: imperfect > 0 ? "completed_with_warnings" : "successful" };
}

/**
 * Closes the books of a run of which nothing is open any more: sums its outcomes, judges it unless it was stopped, and
 * gives the list free. Called with the run's row locked.
 */
export async function settleRun(client: PoolClient, runId: string): Promise<void> {
  const { rows } = await client.query<{ status: RunStatus; plan: unknown; refusal: RunProblem["params"] }>(
    `SELECT status, plan, CASE WHEN problem_code = 'destination_refused' THEN problem_params END AS refusal
     FROM run WHERE id = $1`,
    [runId],
  );
  const [run] = rows;
  if (!run) return;
  await markDoubtful(client, runId);
  const plan = run.plan === null ? nothing : planCountsSchema.parse(run.plan);
  const result = toResult(plan, await sumBatches(client, runId));
  if (isActive(run.status)) {
    const { status, problem } = judge(result, run.refusal);
    await moveRun(client, runId, status, { phase: "settle", problem });
  }
  await client.query(
    "UPDATE run SET result = $2, phase = 'settle', settled_at = clock_timestamp() WHERE id = $1 AND settled_at IS NULL",
    [runId, JSON.stringify(result)],
  );
  await client.query("DELETE FROM run_data.open_list WHERE run_id = $1", [runId]);
  // Of batches that were given up or canceled: it is personal data and has no further use.
  await client.query("DELETE FROM run_data.batch_body o USING run r WHERE r.id = $1 AND o.run = r.number", [
    runId,
  ]);
  await recordEvent(client, { runId, code: "finished" });
}
