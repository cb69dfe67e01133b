import { OauthAppMissing } from "@/lib/connections/failure-code";
import { openConnection, quotaOf } from "@/lib/connections/open-channel";
import { inSqlTransaction, prisma } from "@/lib/db";
import { DestinationFailure } from "@/lib/destinations/destination-failure";
import { SlotWait, limitRequests } from "@/lib/limiter/limit-requests";
import { advanceRun } from "../advance-run";
import { countRequests } from "../send/count-requests";
import { whyNotSend } from "../may-send";
import { recordEvent } from "../record-event";
import type { RunContext } from "../run-context";
import { stopRun } from "../stop-run";

// A planner waits no longer for its turn to ask; the first request that sends will find out.
const PATIENCE_MS = 5_000;

/**
 * Whether the run's list is known to be gone. A run with nobody to send would meet it nowhere else. What cannot be
 * asked now is met by the first request that sends.
 */
export async function isListGone({ run, connection }: RunContext, signal?: AbortSignal): Promise<boolean> {
  if (await whyNotSend(prisma(), connection.id)) return false;
  try {
    const limits = limitRequests(quotaOf(connection), { patienceMs: PATIENCE_MS, signal });
    const { hooks, keep } = countRequests(run.id, limits);
    const channel = await openConnection(connection, { signal, hooks });
    return (await channel.lists.get(run.listId).finally(keep)) === null;
  } catch (error) {
    const isUnanswered =
      error instanceof DestinationFailure || error instanceof SlotWait || error instanceof OauthAppMissing;
    if (isUnanswered) return false;
    throw error;
  }
}

/** Ends a run whose list is gone: nothing more can be sent to it, and it is not made anew. */
export async function stopForList({ run, settings }: Pick<RunContext, "run" | "settings">): Promise<void> {
  const problem = { code: "list_missing", params: { list: settings.listName } };
  await inSqlTransaction(async (client) => {
    if (await stopRun(client, run.id, { status: "failed", problem }))
      await recordEvent(client, { runId: run.id, level: "problem", ...problem });
    await advanceRun(client, run.id);
  });
}
