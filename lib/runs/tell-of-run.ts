import type { ClientBase } from "pg";
import type { RunMode, RunStatus } from "@/generated/prisma/enums";
import { raiseIncident, resolveIncident } from "@/lib/notifications/incidents";
import type { RunProblem } from "./move-run";

export interface MovedRun {
  id: string;
  number: number;
  exportId: string;
  mode: RunMode;
}

const failureOf = (run: MovedRun) =>
  ({ kind: "run_failed", objectType: "export", objectId: run.exportId }) as const;
const holdOf = (run: MovedRun) => ({ kind: "run_held", objectType: "run", objectId: run.id }) as const;

/** What people are told when a run moves; to be called by the one door through which it does. */
export async function tellOfRun(
  client: ClientBase,
  run: MovedRun,
  { to, problem }: { to: RunStatus; problem?: RunProblem },
): Promise<void> {
  const number = { runId: run.id, number: run.number };
  switch (to) {
    case "held":
      return raiseIncident(client, { ...holdOf(run), params: { ...number, exportId: run.exportId } });
    case "failed":
      await resolveIncident(client, holdOf(run));
      return raiseIncident(client, {
        ...failureOf(run),
        params: { ...problem?.params, ...(problem && { code: problem.code }), ...number },
      });
    case "queued":
    case "canceled":
    case "skipped":
      return resolveIncident(client, holdOf(run));
    case "successful":
    case "completed_with_warnings":
      // That people were taken off an earlier list says nothing of the export's own runs.
      if (run.mode !== "leave_list") await resolveIncident(client, failureOf(run));
      return;
    case "running":
    case "waiting": // it goes on by itself, or its connection says what is to be done
      return;
  }
}
