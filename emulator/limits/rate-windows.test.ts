import fc from "fast-check";
import { expect, test } from "vitest";
import { createRateWindows } from "./rate-windows.ts";

const limit = { burst: 2, steady: 5 };
const request = (now: number, owner = "acme|keys") =>
  ({ owner, buckets: [{ name: "GET /x", limit }], now, describes: "burst", countRefused: false }) as const;

test("no fixed window ever lets more through than its limit", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 50, maxLength: 300 }),
      (seed, waits) => {
        const windows = createRateWindows(seed);
        const allowed: number[] = [];
        let now = 1_000_000;
        for (const wait of waits) {
          now += wait;
          if (windows.charge(request(now)).allowed) allowed.push(now);
        }
        // Two adjoining fixed windows bound any sliding one.
        for (const start of allowed) {
          expect(allowed.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(
            2 * limit.burst,
          );
          expect(allowed.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(
            2 * limit.steady,
          );
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("waiting as long as Retry-After says is always enough, and says at least one second", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 200_000 }), (seed, start) => {
      const windows = createRateWindows(seed);
      let now = start;
      for (let index = 0; index < 30; index++) {
        const charge = windows.charge(request(now));
        if (charge.allowed) continue;
        expect(charge.retryAfterSeconds).toBeGreaterThanOrEqual(1);
        now += charge.retryAfterSeconds * 1000;
        expect(windows.charge(request(now)).allowed).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test("the phase of a window depends on the seed", () => {
  const firstRefusals = ["a", "b", "c", "d", "e", "f"].map((seed) => {
    const windows = createRateWindows(seed);
    for (let index = 0; index < 2; index++) windows.charge(request(10_000));
    const charge = windows.charge({
      ...request(10_000),
      buckets: [{ name: "GET /x", limit: { burst: 2, steady: 2 } }],
    });
    return charge.allowed ? 0 : charge.retryAfterSeconds;
  });
  expect(new Set(firstRefusals).size).toBeGreaterThan(2);
});

test("owners do not share a window", () => {
  const windows = createRateWindows("s");
  for (let index = 0; index < 2; index++) windows.charge(request(0));
  expect(windows.charge(request(0)).allowed).toBe(false);
  expect(windows.charge(request(0, "acme|client")).allowed).toBe(true);
});

test("headers follow the recorded grammar and describe the burst window", () => {
  const windows = createRateWindows("s");
  const buckets = [{ name: "POST /api/lists", limit: { burst: 10, steady: 150, daily: 150 } }];
  const charge = windows.charge({ owner: "o", buckets, now: 0, describes: "burst", countRefused: false });
  expect(charge).toMatchObject({
    headers: {
      "RateLimit-Limit": "10, 10;w=1, 150;w=60, 150;w=86400",
      "RateLimit-Remaining": "9",
      "RateLimit-Reset": "0",
    },
  });
});

test("a window is as long as it says: ten minutes hold ten or eleven of them, ten days as many daily ones", () => {
  const allowedWithin = (
    limits: { burst: number; steady: number; daily?: number },
    lengthMs: number,
    stepMs: number,
  ) => {
    const windows = createRateWindows("lengths");
    let allowed = 0;
    for (let now = 0; now < lengthMs; now += stepMs) {
      if (windows.charge({ ...request(now), buckets: [{ name: "GET /x", limit: limits }] }).allowed)
        allowed++;
    }
    return allowed;
  };
  const expectTenOrEleven = (allowed: number, limit: number) => {
    expect(allowed).toBeGreaterThanOrEqual(10 * limit);
    expect(allowed).toBeLessThanOrEqual(11 * limit);
  };
  expectTenOrEleven(allowedWithin({ burst: 5, steady: 10_000 }, 10_000, 20), 5);
  expectTenOrEleven(allowedWithin({ burst: 100, steady: 5 }, 600_000, 100), 5);
  expectTenOrEleven(allowedWithin({ burst: 100, steady: 100, daily: 20 }, 864_000_000, 60_000), 20);
});
