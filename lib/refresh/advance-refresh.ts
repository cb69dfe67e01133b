import { inSqlTransaction, pool } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { followTasks } from "./follow-tasks";
import { startTask } from "./start-task";
import { stopRunning } from "./stop-running";

/** How often a refresh is looked at while its work is under way. */
const LOOK_EVERY_MS = 1_000;

/**
 * Brings a refresh on: takes over what has ended, skips what cannot be done any more, begins what may begin, and asks to
 * be called again until it has ended. Several workers may be at one refresh.
 */
export async function advanceRefresh(refreshId: string): Promise<void> {
  for (let moved = true; moved;) {
    const ready = await inSqlTransaction((client) => followTasks(client, refreshId));
    if (!ready) return;
    await stopRunning(refreshId);
    moved = false;
    for (const taskId of ready) moved = (await startTask(taskId)) || moved;
  }
  await inSqlTransaction((client) =>
    enqueue(client, "refresh.advance", { refreshId }, { key: refreshId, afterMs: LOOK_EVERY_MS }),
  );
}

/** Invites again to the refresh that is under way: an invitation may have been lost. For the sweep. */
export async function sweepRefresh(): Promise<void> {
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM refresh WHERE finished_at IS NULL");
  for (const { id: refreshId } of rows)
    await inSqlTransaction((client) =>
      enqueue(client, "refresh.advance", { refreshId }, { key: refreshId, afterMs: LOOK_EVERY_MS }),
    );
}
