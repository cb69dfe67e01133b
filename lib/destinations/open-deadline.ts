import { CONNECT_MS } from "./open-agent";
import type { Deadlines } from "./types";

/** Klaviyo checks 10,000 rows before it answers an import, so writes get longer. */
export function deadlinesFor(answerSeconds: number): Deadlines {
  const answerMs = answerSeconds * 1000;
  return { headersMs: answerMs, bodyMs: answerMs / 2, readMs: answerMs, writeMs: answerMs * 2 };
}

export const defaultDeadlines: Deadlines = deadlinesFor(60);

/** The longest a request can take, connecting included, time behind the hooks not; leases are longer. */
export function longestRequestMs({ readMs, writeMs }: Deadlines): number {
  return CONNECT_MS + Math.max(readMs, writeMs);
}

/** The time limits of one request; `signal` aborts with the name of the limit that passed. */
export interface Deadline {
  signal: AbortSignal;
  /** Begins to count, unless it has ended. */
  start(): void;
  headersArrived(): void;
  end(): void;
  /** The limit that passed, or null. */
  passed(): "headers_deadline" | "total_deadline" | null;
}

/** Two clocks over one request: until the headers, and until the last byte. */
export function openDeadline(times: { headersMs: number; totalMs: number }): Deadline {
  const controller = new AbortController();
  let isOver = false;
  let passed: ReturnType<Deadline["passed"]> = null;
  let headers: NodeJS.Timeout | undefined;
  let total: NodeJS.Timeout | undefined;
  const pass = (limit: "headers_deadline" | "total_deadline") => {
    passed ??= limit;
    controller.abort(new Error(limit));
  };
  return {
    signal: controller.signal,
    start() {
      if (isOver) return;
      headers = setTimeout(pass, times.headersMs, "headers_deadline");
      total = setTimeout(pass, times.totalMs, "total_deadline");
    },
    headersArrived: () => clearTimeout(headers),
    end() {
      isOver = true;
      clearTimeout(headers);
      clearTimeout(total);
    },
    passed: () => passed,
  };
}
