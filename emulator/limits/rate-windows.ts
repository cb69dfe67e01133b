import { hashText } from "../random.ts";
import type { Limit } from "./published-limits.ts";

/** Who pays: all private keys of an account share one quota, each OAuth app has its own (contract 6). */
export interface ChargeRequest {
  owner: string;
  buckets: readonly { name: string; limit: Limit }[];
  now: number;
  describes: "burst" | "steady";
  countRefused: boolean;
}

export type Charge =
  | { allowed: true; headers: Record<string, string> }
  | { allowed: false; retryAfterSeconds: number; window: string };

export interface RateWindows {
  charge(request: ChargeRequest): Charge;
  clear(): void;
}

interface Window {
  key: string;
  lengthMs: number;
  limit: number;
}

/** Fixed windows whose phase comes from the seed and is told to nobody. */
export function createRateWindows(seed: string): RateWindows {
  const used = new Map<string, { index: number; count: number }>();

  const placeOf = (window: Window, now: number) => {
    const phase = hashText(`${seed}:${window.key}`) % window.lengthMs;
    const index = Math.floor((now - phase) / window.lengthMs);
    const state = used.get(window.key);
    const count = state?.index === index ? state.count : 0;
    return { index, count, leftMs: (index + 1) * window.lengthMs + phase - now };
  };
  const take = (window: Window, now: number) => {
    const place = placeOf(window, now);
    used.set(window.key, { index: place.index, count: place.count + 1 });
  };

  return {
    charge({ owner, buckets, now, describes, countRefused }): Charge {
      const windows = buckets.flatMap((bucket) => toWindows(owner, bucket.name, bucket.limit));
      const full = windows.filter((window) => placeOf(window, now).count >= window.limit);
      if (full.length > 0) {
        if (countRefused) for (const window of windows) take(window, now);
        const leftMs = Math.max(...full.map((window) => placeOf(window, now).leftMs));
        const window = full.map((each) => each.key).join(", ");
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)), window };
      }
      for (const window of windows) take(window, now);
      const base = buckets[0];
      if (!base?.limit) return { allowed: true, headers: {} };
      const described = windows[describes === "burst" ? 0 : 1]!;
      const place = placeOf(described, now);
      return {
        allowed: true,
        headers: {
          "RateLimit-Limit": limitHeader(base.limit, described.limit),
          "RateLimit-Remaining": String(described.limit - place.count),
          "RateLimit-Reset": String(Math.floor(place.leftMs / 1000)),
        },
      };
    },
    clear: () => used.clear(),
  };
}

function toWindows(owner: string, bucket: string, limit: Limit): Window[] {
  if (!limit) return [];
  const key = `${owner}|${bucket}`;
  const windows = [
    { key: `${key}|1s`, lengthMs: 1000, limit: limit.burst },
    { key: `${key}|60s`, lengthMs: 60_000, limit: limit.steady },
  ];
  if (limit.daily) windows.push({ key: `${key}|1d`, lengthMs: 86_400_000, limit: limit.daily });
  return windows;
}

/** `10, 10;w=1, 150;w=60`, as recorded (contract 6). */
function limitHeader(limit: NonNullable<Limit>, described: number): string {
  const daily = limit.daily ? `, ${limit.daily};w=86400` : "";
  return `${described}, ${limit.burst};w=1, ${limit.steady};w=60${daily}`;
}
