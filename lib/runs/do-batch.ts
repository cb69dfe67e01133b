import { setTimeout as sleep } from "node:timers/promises";
import { openConnection, quotaOf } from "@/lib/connections/open-channel";
import { workerId } from "@/lib/jobs/worker-id";
import { SlotWait, limitRequests } from "@/lib/limiter/limit-requests";
import { BatchSuperseded, type ClaimedBatch, claimBatch } from "./claim-batch";
import { SendForbidden, passFence } from "./fence";
import { handleFailure } from "./handle-failure";
import { removeBatch } from "./remove-batch";
import { loadRun, type RunContext } from "./run-context";
import { sendBatch } from "./send-batch";

// Longer waits for a rate slot are a state of the run, not of a worker.
const PATIENCE_MS = 3_000;
/** A claim lasts half a minute, so this many waits fit. */
const MOST_TRIES = 4;

async function doClaimed(context: RunContext, batch: ClaimedBatch, signal?: AbortSignal): Promise<void> {
  const { connection } = context;
  // It has no credential any more to get as far as the fence with.
  if (connection.status === "removed") throw new SendForbidden("connection_removed");
  const quota = quotaOf(connection);
  const hooks = limitRequests(quota, {
    patienceMs: PATIENCE_MS,
    signal,
    fence: () => passFence(batch, quota.requestMs),
  });
  const channel = await openConnection(connection, { signal, hooks });
  await (batch.kind === "send" ? sendBatch : removeBatch)(context, batch, channel);
}

/** Sits short waits for a rate slot out: between a look and the taking, others may have been quicker. */
async function doPatiently(context: RunContext, batch: ClaimedBatch, signal?: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await doClaimed(context, batch, signal);
    } catch (error) {
      if (!(error instanceof SlotWait) || error.waitMs > PATIENCE_MS || tries >= MOST_TRIES) throw error;
      await sleep(error.waitMs, undefined, { signal });
    }
  }
}

/**
 * Does the next batch of a run, if one is to be had: an invitation is not the truth, the claim is. What goes wrong is
 * judged and written down; only what nobody foresaw is thrown.
 */
export async function doBatch(runId: string, signal?: AbortSignal): Promise<void> {
  const batch = await claimBatch(runId, workerId);
  if (!batch) return;
  try {
    const context = await loadRun(runId);
    await doPatiently(context, batch, signal).catch((error: unknown) => handleFailure(context, batch, error));
  } catch (error) {
    if (!(error instanceof BatchSuperseded)) throw error;
  }
}
