import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Result, refused } from "@/lib/errors";
import { cancelTask } from "@/lib/refresh/cancel-task";
import { cancelRun } from "@/lib/runs/cancel-run";
import { cancelSegmentRefresh } from "@/lib/segments/cancel-refresh";
import { cancelImport } from "@/lib/sources/cancel-import";
import { findCancelable } from "./find-cancelable";
import { parseTaskId } from "./task-id";

/** **Cancel job**: cancels what a task waits for or does now, each by its own command. Refuses `nothing_to_cancel`. */
export async function cancelJob(actor: Actor, input: { taskId: string }): Promise<Result<null>> {
  requirePermission(actor, "system:read");
  const cancelable = await findCancelable(actor, parseTaskId(input.taskId));
  switch (cancelable?.what) {
    case undefined:
      return refused("nothing_to_cancel");
    case "task":
      return cancelTask(actor, cancelable);
    case "import":
      return cancelImport(actor, cancelable);
    case "segment":
      return cancelSegmentRefresh(actor, cancelable);
    case "run":
      return cancelRun(actor, cancelable);
  }
}
