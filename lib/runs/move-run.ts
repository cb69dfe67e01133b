import type { ClientBase } from "pg";
import type { RunMode, RunPhase, RunStatus } from "@/generated/prisma/enums";
import { tellOfRun } from "./tell-of-run";
import { runSources } from "./transitions";

export interface RunProblem {
  code: string;
  params?: Record<string, string | number>;
}

interface Move {
  phase?: RunPhase;
  wait?: { code: string; waitMs: number | null };
  problem?: RunProblem;
}

const finals: readonly RunStatus[] = [
  "successful",
  "completed_with_warnings",
  "failed",
  "canceled",
  "skipped",
];

/**
 * The one door through which a run's status changes: a single conditional update. False where the run was not in a
 * status from which it may go there. Who has to know of it is told with it.
 */
export async function moveRun(
  client: ClientBase,
  runId: string,
  to: RunStatus,
  { phase, wait, problem }: Move = {},
): Promise<boolean> {
  const { rows } = await client.query<{ number: string; export_id: string; mode: RunMode }>(
    `UPDATE run SET status = $2::"RunStatus", phase = coalesce($3::"RunPhase", phase),
       wait_code = $4, wait_until = clock_timestamp() + make_interval(secs => $5),
       problem_code = coalesce($6, problem_code), problem_params = coalesce($7::jsonb, problem_params),
       finished_at = CASE WHEN $8 THEN clock_timestamp() ELSE finished_at END
     WHERE id = $1 AND status = ANY($9::"RunStatus"[]) RETURNING number, export_id, mode`,
    [
      runId,
      to,
      phase ?? null,
      wait?.code ?? null,
      wait?.waitMs == null ? null : wait.waitMs / 1000,
      problem?.code ?? null,
      problem ? JSON.stringify(problem.params ?? {}) : null,
      finals.includes(to),
      runSources(to),
    ],
  );
  const [run] = rows;
  if (!run) return false;
  const moved = { id: runId, number: Number(run.number), exportId: run.export_id, mode: run.mode };
  await tellOfRun(client, moved, { to, problem });
  return true;
}
