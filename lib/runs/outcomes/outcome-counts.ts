import type { BatchSums } from "../progress/batch-sums";
import {
  type Outcome,
  type PlanCounts,
  type RunResult,
  addsUp,
  leaverOutcomes,
  memberOutcomes,
} from "../counts";
import type { OpenableOutcome } from "./outcome-schema";

/** How the people of a run have ended so far. What is open and the outcomes add up to the members and the leavers. */
export interface OutcomeCounts {
  isSettled: boolean;
  members: number;
  leavers: number;
  outcomes: Record<Outcome, number>;
  openMembers: number;
  openLeavers: number;
  /** Things left out of people who were sent. */
  warnings: number;
  addsUp: boolean;
}

const none: Omit<BatchSums, "submitPace" | "endPace" | "removalPace"> = {
  added: 0,
  changed: 0,
  rejected: 0,
  unconfirmed: 0,
  notSent: 0,
  erased: 0,
  removed: 0,
  alreadyGone: 0,
  removalFailed: 0,
  warnings: 0,
  imports: 0,
  submitted: 0,
  ended: 0,
  removalsEnded: 0,
};

/** Counts from a settled result, or from the plan and the batches while something is open. Null before the plan. */
export function toOutcomeCounts(given: {
  plan: PlanCounts | null;
  sums: BatchSums | null;
  result: RunResult | null;
}): OutcomeCounts | null {
  if (!given.plan) return null;
  if (given.result) {
    const { members, leavers, warnings, outcomes } = given.result;
    const open = { openMembers: 0, openLeavers: 0 };
    return { isSettled: true, members, leavers, outcomes, ...open, warnings, addsUp: addsUp(given.result) };
  }
  return liveCounts(given.plan, given.sums ?? none);
}

function liveCounts(plan: PlanCounts, sums: typeof none): OutcomeCounts {
  const outcomes: Record<Outcome, number> = {
    added: sums.added,
    changed: sums.changed,
    unchanged: plan.unchanged,
    no_email: plan.noEmail,
    invalid_email: plan.invalidEmail,
    duplicate: plan.duplicate,
    excluded: plan.excluded,
    erased: plan.erased + sums.erased,
    rejected: sums.rejected,
    unconfirmed: sums.unconfirmed,
    not_sent: sums.notSent,
    removed: sums.removed,
    already_gone: sums.alreadyGone,
    removal_failed: sums.removalFailed,
  };
  const openMembers = plan.members - sum(outcomes, memberOutcomes);
  const openLeavers = plan.remove - sum(outcomes, leaverOutcomes);
  return {
    isSettled: false,
    members: plan.members,
    leavers: plan.remove,
    outcomes,
    openMembers: Math.max(0, openMembers),
    openLeavers: Math.max(0, openLeavers),
    warnings: sums.warnings,
    addsUp: openMembers >= 0 && openLeavers >= 0,
  };
}

function sum(outcomes: Record<Outcome, number>, kinds: readonly Outcome[]): number {
  return kinds.reduce((total, kind) => total + outcomes[kind], 0);
}

/** How many people `outcome` opens. */
export function countOf(counts: OutcomeCounts, outcome: OpenableOutcome): number {
  switch (outcome) {
    case "sent":
      return counts.outcomes.added + counts.outcomes.changed;
    case "in_progress":
      return counts.openMembers;
    case "removal_in_progress":
      return counts.openLeavers;
    case "warnings":
      return counts.warnings;
    default:
      return counts.outcomes[outcome];
  }
}
