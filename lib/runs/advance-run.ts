import type { PoolClient } from "pg";
import type { RunPhase, RunStatus } from "@/generated/prisma/enums";
import { inviteBatches } from "./send/invite-batches";
import { settleRun } from "./settle-run";
import { isActive } from "./transitions";
import { planAgain } from "./withdraw-unsent";

interface Standing {
  status: RunStatus;
  phase: RunPhase;
  planned: boolean;
  settled: boolean;
}

interface Open {
  sends: number;
  awaiting: number;
  removals: number;
  /** Of a run that has not ended: what is to be planned again. */
  withdrawn: number;
}

async function countOpen(client: PoolClient, runId: string): Promise<Open> {
  const { rows } = await client.query<Open>(
    `SELECT count(*) FILTER (WHERE kind = 'send' AND state IN ('pending', 'submitting'))::int AS sends,
       count(*) FILTER (WHERE kind = 'send' AND state = 'awaiting')::int AS awaiting,
       count(*) FILTER (WHERE kind = 'remove' AND state IN ('pending', 'submitting'))::int AS removals,
       count(*) FILTER (WHERE state = 'canceled')::int AS withdrawn
     FROM run_batch WHERE run_id = $1`,
    [runId],
  );
  return rows[0] ?? { sends: 0, awaiting: 0, removals: 0, withdrawn: 0 };
}

async function setPhase(client: PoolClient, runId: string, phase: RunPhase): Promise<void> {
  await client.query(`UPDATE run SET phase = $2::"RunPhase" WHERE id = $1`, [runId, phase]);
}

/**
 * Moves a run to its next phase, or ends it, when nothing of the present one is open; to be called in the transaction
 * that ended a batch or the run. People are taken off only when everybody who is sent is settled.
 */
export async function advanceRun(client: PoolClient, runId: string): Promise<void> {
  const { rows } = await client.query<Standing>(
    `SELECT status, phase, planned_at IS NOT NULL AS planned, settled_at IS NOT NULL AS settled
     FROM run WHERE id = $1 FOR NO KEY UPDATE`,
    [runId],
  );
  const [run] = rows;
  if (!run || run.settled || (isActive(run.status) && !run.planned)) return;
  const open = await countOpen(client, runId);
  if (open.sends > 0) return;
  if (open.awaiting > 0) return setPhase(client, runId, "confirm");
  if (open.withdrawn > 0 && isActive(run.status))
    return run.status === "running" && open.removals === 0 ? planAgain(client, runId) : undefined;
  if (open.removals === 0) return settleRun(client, runId);
  if (run.phase === "remove") return;
  await setPhase(client, runId, "remove");
  await inviteBatches(client, runId);
}
