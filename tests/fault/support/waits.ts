import type { LogEntry } from "@/emulator/control/request-log.ts";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import type { Random } from "@/emulator/random.ts";
import { between } from "./seed";

const RULES = 6;
/** How long after a 429 requests of other workers may still come that had passed their check before it was noted. */
const IN_FLIGHT_MS = 750;
/** Two clocks are compared. */
const CLOCK_MS = 20;

/** 429 on so many percent of the calls about imports, with waits of so many seconds. */
export function waitRules(
  random: Random,
  { percent, leastSeconds, mostSeconds }: { percent: number; leastSeconds: number; mostSeconds: number },
): FaultRuleInput[] {
  return Array.from({ length: RULES }, (_, index) => {
    const seconds = Math.round(between(random, leastSeconds, mostSeconds));
    return {
      // The log names the rules that a request met, and so the wait it was told.
      id: `wait-${seconds}-${index}`,
      match: { path: "profile-bulk-import-jobs", percent: percent / RULES },
      seed: String(random()),
      do: { kind: "answer", status: 429, retryAfter: seconds },
    };
  });
}

const secondsOf = (rule: string) => Number(/^wait-(\d+)-/.exec(rule)?.[1] ?? 0);

/**
 * Requests that left inside a wait of their class. What was in flight when the wait was told had left before, so a wait
 * begins when its answer was out.
 */
export function countInsideWaits(log: readonly LogEntry[]): number {
  const waits = log.flatMap(({ method, route, faults, status, wallMs, durationMs }) => {
    const seconds = secondsOf(faults[0] ?? "");
    const from = wallMs + durationMs;
    return status === 429 && seconds > 0
      ? [{ call: `${method} ${route}`, from, to: from + seconds * 1000 }]
      : [];
  });
  return log.filter(({ method, route, wallMs }) =>
    waits.some(
      ({ call, from, to }) =>
        call === `${method} ${route}` && wallMs > from + IN_FLIGHT_MS && wallMs < to - CLOCK_MS,
    ),
  ).length;
}
