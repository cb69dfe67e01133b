import { setTimeout as sleep } from "node:timers/promises";
import { openConnection, quotaOf } from "@/lib/connections/open-channel";
import { type Stopping, neverStopping } from "@/lib/jobs/stopping";
import { SlotWait, limitRequests } from "@/lib/limiter/limit-requests";
import { Turn } from "@/lib/limiter/turn";
import { BatchSuperseded, type ClaimedBatch } from "./claim-batch";
import { claimInTurn, letGo } from "./claim-in-turn";
import { countRequests } from "./count-requests";
import { SendForbidden, passFence } from "./fence";
import { handleFailure } from "./handle-failure";
import { removeBatch } from "./remove-batch";
import { loadRun, type RunContext } from "../run-context";
import { sendBatch } from "./send-batch";

// Longer waits for a rate slot are a state of the run, not of a worker.
const PATIENCE_MS = 3_000;
/** A claim lasts half a minute, so this many waits fit. */
const MOST_TRIES = 4;

// After a "no", one request of a worker's stands at the most (rule 13). Other batches are encoded meanwhile.
const turn = new Turn();

async function doClaimed(context: RunContext, batch: ClaimedBatch, stopping: Stopping): Promise<void> {
  const { connection } = context;
  // It has no credential any more to get as far as the fence with.
  if (connection.status === "removed") throw new SendForbidden("connection_removed");
  const quota = quotaOf(connection);
  const limits = limitRequests(quota, {
    patienceMs: PATIENCE_MS,
    signal: stopping.beginNothing,
    turn,
    fence: (request) => passFence(batch, request, quota.requestMs),
  });
  const { hooks, keep } = countRequests(batch.runId, limits);
  const channel = await openConnection(connection, { signal: stopping.giveUp, hooks });
  await (batch.kind === "send" ? sendBatch : removeBatch)(context, batch, channel).finally(keep);
}

/** Sits short waits for a rate slot out: between a look and the taking, others may have been quicker. */
async function doPatiently(context: RunContext, batch: ClaimedBatch, stopping: Stopping): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await doClaimed(context, batch, stopping);
    } catch (error) {
      if (!(error instanceof SlotWait) || error.waitMs > PATIENCE_MS || tries >= MOST_TRIES) throw error;
      await sleep(error.waitMs, undefined, { signal: stopping.beginNothing });
    }
  }
}

/**
 * Does the next batch of the run whose turn it is, if one is to be had: an invitation is not the truth, the claim is.
 * What goes wrong is judged and written down; only what nobody foresaw is thrown. A worker that stops finishes the
 * request whose bytes have left, and leaves a batch of which nothing was sent to others at once.
 */
export async function doBatch(stopping: Stopping = neverStopping): Promise<void> {
  const batch = await claimInTurn(stopping.beginNothing);
  if (!batch) return;
  try {
    const context = await loadRun(batch.runId);
    await doPatiently(context, batch, stopping).catch((error: unknown) =>
      handleFailure(context, batch, error),
    );
  } catch (error) {
    if (!(error instanceof BatchSuperseded)) throw error;
  } finally {
    letGo(batch);
  }
}
