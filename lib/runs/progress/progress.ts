import type { RunPhase } from "@/generated/prisma/enums";
import type { BatchSums, PaceSample } from "./batch-sums";
import type { PlanCounts } from "../counts";

export const phases = [
  "refresh",
  "plan",
  "send",
  "confirm",
  "remove",
  "settle",
] as const satisfies RunPhase[];

/** How far one phase is. `total` is null where people are not what it counts, or are not known yet. */
export interface PhaseProgress {
  phase: RunPhase;
  done: number;
  total: number | null;
  perSecond: number | null;
}

/** What the progress of a run follows from. */
export interface ProgressFacts {
  plan: PlanCounts | null;
  sums: BatchSums | null;
  /** Of a run that has ended, what was handed over is still followed, and nothing else. */
  isActive: boolean;
  now: Date;
}

/** Pace is unsaid over a shorter time: it would be a guess. */
const LEAST_SECONDS = 2;

/** How far `phase` is, and how fast it goes once that can be known. */
export function progressOf(phase: RunPhase, facts: ProgressFacts): PhaseProgress {
  const { done, total, pace } = measuresOf(phase, facts);
  if (total === null) return { phase, done, total, perSecond: null };
  const perSecond = done < total ? paceOf(pace, facts.now) : null;
  return { phase, done, total, perSecond };
}

interface Measures {
  done: number;
  total: number | null;
  pace: PaceSample | null;
}

function measuresOf(phase: RunPhase, { plan, sums, isActive }: ProgressFacts): Measures {
  const toSend = plan && plan.add + plan.change;
  const toConfirm = isActive ? toSend : (sums?.submitted ?? null);
  switch (phase) {
    case "send":
      return { done: sums?.submitted ?? 0, total: toSend, pace: sums?.submitPace ?? null };
    case "confirm":
      return { done: sums?.ended ?? 0, total: toConfirm, pace: sums?.endPace ?? null };
    case "remove":
      return { done: sums?.removalsEnded ?? 0, total: plan && plan.remove, pace: sums?.removalPace ?? null };
    default:
      return { done: 0, total: null, pace: null };
  }
}

/** People a second, up to now, so that it falls while nothing moves. Null until a second batch has moved. */
function paceOf(pace: PaceSample | null, now: Date): number | null {
  if (!pace || pace.sinceMs === null || pace.people <= 0) return null;
  const seconds = (now.getTime() - pace.sinceMs) / 1000;
  return seconds < LEAST_SECONDS ? null : pace.people / seconds;
}
