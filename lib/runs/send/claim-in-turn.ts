import { workerId } from "@/lib/jobs/worker-id";
import { type ClaimedBatch, claimBatch, claimUnsuspected } from "./claim-batch";

/** What this process has in work; each promise is kept when the batch is let go. */
const inWork = new Map<ClaimedBatch, PromiseWithResolvers<void>>();
let lastClaim: Promise<unknown> = Promise.resolve();

async function untilLetGo(isMeant: (batch: ClaimedBatch) => boolean): Promise<void> {
  await Promise.all([...inWork].map(([batch, { promise }]) => isMeant(batch) && promise));
}

async function claimNext(signal: AbortSignal): Promise<ClaimedBatch | null> {
  await untilLetGo(({ takenOver }) => takenOver > 0);
  let batch = inWork.size > 0 ? await claimUnsuspected(workerId) : await claimBatch(workerId);
  if (batch === "suspect") {
    await untilLetGo(() => true);
    batch = signal.aborted ? null : await claimBatch(workerId);
  }
  if (batch) inWork.set(batch, Promise.withResolvers());
  return batch;
}

/**
 * The next batch for this process, or null; to be let go in the end. One that was held when a worker died is in work
 * beside no other: whichever of two it died of, the other one must not be taken for the reason.
 */
export function claimInTurn(signal: AbortSignal): Promise<ClaimedBatch | null> {
  const claim = lastClaim.then(() => (signal.aborted ? null : claimNext(signal)));
  lastClaim = claim.catch(() => undefined); // who asked hears of it
  return claim;
}

export function letGo(batch: ClaimedBatch): void {
  inWork.get(batch)?.resolve();
  inWork.delete(batch);
}
