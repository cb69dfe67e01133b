import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { klaviyo } from "@/lib/destinations/klaviyo/index";
import type { RateWindow } from "@/lib/destinations/types";
import { SlotWait, limitRequests } from "@/lib/limiter/limit-requests";
import { blockBucket, returnSlot, takeSlot, waitForSlotMs, withReserve } from "@/lib/limiter/slots";
import { bucketOf, fillWindows, takeFor } from "../support/fill-windows";
import { it } from "../support/workspace";

/** The most moments that any stretch of time holds, as a share of what a window allows. */
function mostIn(moments: readonly number[], { seconds }: RateWindow): number {
  const sorted = [...moments].sort((one, other) => one - other);
  return Math.max(
    0,
    ...sorted.map((start, index) => sorted.slice(index).filter((at) => at < start + seconds * 1000).length),
  );
}

describe("The limiter", () => {
  it("meets no 429 in windows of an unknown phase, and uses nine tenths of what they allow", async ({
    administrator: _,
  }) => {
    const { refused, allowed } = await fillWindows("phase one");
    expect(refused).toEqual([]);
    expect(allowed).toBeGreaterThanOrEqual(0.9 * 10 * 5);
  });

  it("never lets a stretch of any window hold more than it may, whatever windows, latencies and workers", async ({
    administrator: _,
  }) => {
    const window = fc.record({
      seconds: fc.constantFrom(0.1, 0.2, 0.4),
      requests: fc.integer({ min: 1, max: 6 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(window, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (windows, latency, workers) => {
          const bucket = bucketOf(`round ${++round}`, windows, 500);
          const moments: number[] = [];
          const pace = {
            latencyMs: () => Math.random() * latency,
            counted: (at: number) => void moments.push(at),
          };
          await Promise.all(Array.from({ length: workers }, () => takeFor(600, bucket, pace)));
          expect(moments.length).toBeGreaterThan(0);
          for (const one of windows) expect(mostIn(moments, one)).toBeLessThanOrEqual(one.requests);
        },
      ),
      { numRuns: 12, seed: 20_261_124 },
    );
  });

  it("counts a request without an answer until its time limit", async ({ administrator: _ }) => {
    const bucket = bucketOf("silent", [{ seconds: 0.2, requests: 1 }], 600);
    const startedAt = Date.now();
    expect(await takeSlot(bucket)).toHaveProperty("grantId");
    for (;;) {
      const slot = await takeSlot(bucket);
      if ("grantId" in slot) break;
      await sleep(Math.min(slot.waitMs, 50));
    }
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(790);
  });

  it("gives a slot back whose request never left", async ({ administrator: _ }) => {
    const bucket = bucketOf("returned", [{ seconds: 60, requests: 1 }]);
    const slot = await takeSlot(bucket);
    expect(await waitForSlotMs(bucket)).toBeGreaterThan(50_000);
    if ("grantId" in slot) await returnSlot(slot.grantId);
    expect(await takeSlot(bucket)).toHaveProperty("grantId");
  });

  it("lets nobody through a closed class before its time, and a shorter word does not open it", async ({
    administrator: _,
  }) => {
    const bucket = bucketOf("closed", [{ seconds: 1, requests: 100 }]);
    await blockBucket("closed", 700);
    await blockBucket("closed", 100);
    const startedAt = Date.now();
    const slots = await Promise.all([1, 2, 3].map(() => takeSlot(bucket)));
    for (const slot of slots) expect(slot).toMatchObject({ waitMs: expect.any(Number) });
    for (;;) {
      const slot = await takeSlot(bucket);
      if ("grantId" in slot) break;
      await sleep(slot.waitMs);
    }
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(650);
    expect(await takeSlot(bucketOf("open", bucket.windows))).toHaveProperty("grantId");
  });

  it("leaves others their share, and never takes the last request away (rule 16)", async ({
    administrator: _,
  }) => {
    for (const windows of Object.values(klaviyo.rateClasses))
      for (const percent of [0, 10, 50, 90, 99]) {
        const left = withReserve(windows, percent);
        for (const [index, { requests }] of left.entries()) {
          expect(requests).toBeGreaterThanOrEqual(1);
          expect(requests).toBeLessThanOrEqual(windows[index]?.requests ?? 0);
        }
      }
    const bucket = bucketOf("reserve", withReserve([{ seconds: 60, requests: 1 }], 90));
    expect(await takeSlot(bucket)).toHaveProperty("grantId");
    expect(await takeSlot(bucket)).toHaveProperty("waitMs");
  });

  it("gives up with SlotWait where a slot is further off than the patience, and has sent nothing", async ({
    administrator: _,
  }) => {
    const rateClasses = {
      "GET /x": [{ seconds: 60, requests: 1 }],
      "POST /x": [{ seconds: 60, requests: 1 }],
    };
    const quota = { destination: { rateClasses }, owner: "me", reservePercent: 10, requestMs: 1_000 };
    let fenced = 0;
    const fence = () => Promise.resolve(void fenced++);
    for (const [rateClass, isWrite] of [
      ["GET /x", false],
      ["POST /x", true],
    ] as const) {
      const send = async () => {
        const hooks = limitRequests(quota, { patienceMs: 200, fence });
        const request = { rateClass, isWrite, namesPeople: false };
        await hooks.onRequest?.(request);
        await hooks.fence?.(request);
      };
      await send();
      const error: unknown = await send().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SlotWait);
    }
    expect(fenced).toBe(1);
  });

  it("takes no slot of a request that the fence keeps back", async ({ administrator: _ }) => {
    const rateClasses = { "POST /x": [{ seconds: 60, requests: 1 }] };
    const quota = { destination: { rateClasses }, owner: "me", reservePercent: 0, requestMs: 1_000 };
    const refusing = limitRequests(quota, { patienceMs: 10, fence: () => Promise.reject(new Error("no")) });
    const request = { rateClass: "POST /x", isWrite: true, namesPeople: true };
    await refusing.onRequest?.(request);
    await expect(refusing.fence?.(request)).rejects.toThrow("no");
    expect(await waitForSlotMs(bucketOf("me POST /x", rateClasses["POST /x"]))).toBe(0);
  });
});
