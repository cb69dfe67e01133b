import { setTimeout as sleep } from "node:timers/promises";
import type { Destination, DestinationIo, OutgoingRequest } from "@/lib/destinations/types";
import { logger } from "@/lib/logger";
import { type Bucket, closeSlot, returnSlot, takeSlot, waitForSlotMs, withReserve } from "./slots";
import type { Turn } from "./turn";

// How long an answer that others wait behind may still take, nobody knows.
const NEXT_LOOK_MS = 1_000;

/** No slot is free for longer than the caller wants to wait; nothing was sent. */
export class SlotWait extends Error {
  constructor(
    readonly waitMs: number,
    readonly bucket: string,
  ) {
    super(`No request of ${bucket} may leave for ${waitMs} ms.`);
    this.name = "SlotWait";
  }
}

export interface Quota {
  destination: Pick<Destination, "rateClasses">;
  /** All keys of an account share one quota, each OAuth app has its own per account. */
  owner: string;
  reservePercent: number;
  /** The longest a request may stay without an answer. */
  requestMs: number;
}

interface Limits {
  /** Longest wait for a slot before giving up with SlotWait. */
  patienceMs: number;
  /** What else has to hold right before a write, or a read that names people, leaves; runs when the slot is taken. */
  fence?: (request: OutgoingRequest) => Promise<void>;
  /** Shared by those of whom one at a time may have such a request on its way. */
  turn?: Turn;
  /** Once it aborts, no further request leaves: the hooks throw its reason. */
  signal?: AbortSignal;
}

/** The name of the quota of one class of requests. */
export function bucketName(owner: string, rateClass: string): string {
  return `${owner} ${rateClass}`;
}

function bucketOf(quota: Quota, { rateClass }: OutgoingRequest): Bucket | null {
  const windows = quota.destination.rateClasses[rateClass];
  if (!windows) return null;
  return {
    name: bucketName(quota.owner, rateClass),
    windows: withReserve(windows, quota.reservePercent),
    longestMs: quota.requestMs,
  };
}

/** After a "no" neither may leave (rule 13). */
function isGuarded({ isWrite, namesPeople }: OutgoingRequest): boolean {
  return isWrite || namesPeople;
}

/**
 * Keeps a channel's requests within the published rates. A read takes its slot before it is dispatched. A write waits
 * before it opens a connection and takes its slot right before its first byte, since between the two others may have
 * taken theirs. Throws SlotWait where that would take longer than `patienceMs`.
 */
export function limitRequests(
  quota: Quota,
  { patienceMs, fence, turn, signal }: Limits,
): Pick<DestinationIo, "onRequest" | "fence" | "onAnswer" | "onEnd"> {
  const grants = new WeakMap<OutgoingRequest, string>();

  async function take(bucket: Bucket, request: OutgoingRequest): Promise<number> {
    const slot = await takeSlot(bucket);
    if ("waitMs" in slot) return slot.waitMs;
    grants.set(request, slot.grantId);
    return 0;
  }

  /** Between the look for a slot and the request, nobody else of this process takes it. */
  async function takeTurn(bucket: Bucket, request: OutgoingRequest): Promise<void> {
    const patience = AbortSignal.timeout(patienceMs);
    await turn?.take(request, signal ? AbortSignal.any([signal, patience]) : patience).catch(() => {
      signal?.throwIfAborted();
      throw new SlotWait(NEXT_LOOK_MS, bucket.name);
    });
  }

  async function askInTurn(bucket: Bucket, request: OutgoingRequest): Promise<number> {
    if (isGuarded(request)) await takeTurn(bucket, request);
    const waitMs = await (request.isWrite ? waitForSlotMs(bucket) : take(bucket, request));
    if (waitMs > 0) turn?.leave(request);
    return waitMs;
  }

  async function waitWhile(bucket: Bucket, ask: () => Promise<number>): Promise<void> {
    const giveUpAt = Date.now() + patienceMs;
    for (;;) {
      const waitMs = await ask();
      if (waitMs === 0) return;
      if (Date.now() + waitMs > giveUpAt) throw new SlotWait(waitMs, bucket.name);
      await sleep(waitMs, undefined, { signal });
    }
  }

  return {
    async onRequest(request) {
      signal?.throwIfAborted();
      const bucket = bucketOf(quota, request);
      if (!bucket) return;
      await waitWhile(bucket, () => askInTurn(bucket, request));
    },
    async fence(request) {
      if (!isGuarded(request)) return;
      signal?.throwIfAborted();
      const bucket = request.isWrite ? bucketOf(quota, request) : null;
      const waitMs = bucket ? await take(bucket, request) : 0;
      if (bucket && waitMs > 0) throw new SlotWait(waitMs, bucket.name);
      try {
        await fence?.(request);
      } catch (error) {
        const grantId = grants.get(request);
        if (grantId) await returnSlot(grantId);
        throw error;
      }
    },
    onAnswer(request) {
      const grantId = grants.get(request);
      if (!grantId) return;
      closeSlot(grantId).catch((error: Error) =>
        logger.warn({ err: error }, "a rate slot stays taken until its time limit"),
      );
    },
    onEnd: (request) => turn?.leave(request),
  };
}
