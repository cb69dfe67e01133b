import { setTimeout as sleep } from "node:timers/promises";
import { publishedLimits } from "@/emulator/limits/published-limits.ts";
import { createRateWindows } from "@/emulator/limits/rate-windows.ts";
import { klaviyo } from "@/lib/destinations/klaviyo/index";
import type { RateWindow } from "@/lib/destinations/types";
import { type Bucket, closeSlot, takeSlot } from "@/lib/limiter/slots";

const IMPORTS = "POST /api/profile-bulk-import-jobs";
const FILL_MS = 5_000;

/** A quota of this test. */
export function bucketOf(name: string, windows: readonly RateWindow[], longestMs = 5_000): Bucket {
  return { name, windows, longestMs };
}

/** Takes slots for so long, as one worker does; `counted` is told the moment at which the remote counts each. */
export async function takeFor(
  ms: number,
  bucket: Bucket,
  { latencyMs, counted }: { latencyMs: () => number; counted: (at: number) => void },
): Promise<void> {
  const endsAt = Date.now() + ms;
  while (Date.now() < endsAt) {
    const slot = await takeSlot(bucket);
    if ("waitMs" in slot) {
      await sleep(Math.min(slot.waitMs, Math.max(0, endsAt - Date.now())));
      continue;
    }
    // Somewhere between the grant and the answer, nobody knows where.
    const whole = latencyMs();
    const first = whole * Math.random();
    await sleep(first);
    counted(Date.now());
    await sleep(whole - first);
    await closeSlot(slot.grantId);
  }
}

/** Four takers send all they may for five seconds, into windows whose phase only the seed knows. */
export async function fillWindows(seed: string): Promise<{ refused: number[]; allowed: number }> {
  const windows = createRateWindows(seed);
  const limit = publishedLimits[IMPORTS] ?? null;
  const bucket = bucketOf(`test ${seed}`, klaviyo.rateClasses[IMPORTS] ?? []);
  const refused: number[] = [];
  let allowed = 0;
  const counted = (now: number) => {
    const request = {
      owner: "acme",
      buckets: [{ name: IMPORTS, limit }],
      now,
      describes: "burst",
    } as const;
    if (windows.charge({ ...request, countRefused: false }).allowed) allowed++;
    else refused.push(now);
  };
  const pace = { latencyMs: () => 5 + Math.random() * 10, counted };
  await Promise.all([1, 2, 3, 4].map(() => takeFor(FILL_MS, bucket, pace)));
  return { refused, allowed };
}
