import type { RunStatus } from "@/generated/prisma/enums";

/** Where a run may go from each status. */
export const runMoves: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ["running", "failed", "canceled", "skipped"],
  // Back into the queue where it has to be planned again.
  running: [
    "queued",
    "waiting",
    "held",
    "successful",
    "completed_with_warnings",
    "failed",
    "canceled",
    "skipped",
  ],
  // What was accepted before can be all there was to do.
  waiting: ["running", "successful", "completed_with_warnings", "failed", "canceled"],
  held: ["queued", "failed", "canceled", "skipped"],
  successful: [],
  completed_with_warnings: [],
  failed: [],
  canceled: [],
  skipped: [],
};

export const activeStatuses = ["queued", "running", "waiting", "held"] as const satisfies RunStatus[];

/** Whether a run has not ended. */
export function isActive(status: RunStatus): boolean {
  return (activeStatuses as readonly RunStatus[]).includes(status);
}

/** The statuses from which a move to `to` is allowed. */
export function runSources(to: RunStatus): RunStatus[] {
  return (Object.keys(runMoves) as RunStatus[]).filter((from) => runMoves[from].includes(to));
}
