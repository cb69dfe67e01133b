import { type Outcome, type PlanCounts, leaverOutcomes, memberOutcomes } from "../counts";
import { type OutcomeCounts, countOf } from "../outcomes/outcome-counts";

/** How many were to end so, and how many did; null where a plan foresees none. */
export interface ComparedLine {
  outcome: Outcome | "in_progress" | "removal_in_progress";
  planned: number | null;
  actual: number;
}

function plannedOf(plan: PlanCounts, outcome: ComparedLine["outcome"]): number | null {
  switch (outcome) {
    case "added":
      return plan.add;
    case "changed":
      return plan.change;
    case "unchanged":
      return plan.unchanged;
    case "no_email":
      return plan.noEmail;
    case "invalid_email":
      return plan.invalidEmail;
    case "duplicate":
      return plan.duplicate;
    case "excluded":
      return plan.excluded;
    case "erased":
      return plan.erased;
    case "removed":
      return plan.remove;
    default:
      return null;
  }
}

const always: readonly string[] = ["added", "changed", "unchanged", "removed"];

/** The plan of a run beside its outcomes; of those that are always there, also where they are nobody. */
export function comparePlan(plan: PlanCounts, counts: OutcomeCounts): ComparedLine[] {
  const order = [...memberOutcomes, "in_progress", ...leaverOutcomes, "removal_in_progress"] as const;
  return order
    .map((outcome) => ({ outcome, planned: plannedOf(plan, outcome), actual: countOf(counts, outcome) }))
    .filter(({ outcome, planned, actual }) => always.includes(outcome) || (planned ?? 0) + actual > 0);
}

const departures = ["rejected", "unconfirmed", "not_sent", "already_gone", "removal_failed"] as const;

/** Where people went who were to be sent or taken off, and did not end so. */
export interface Departure {
  outcome: (typeof departures)[number];
  people: number;
  /** What was to be done with them; `send` where some were to be added and others changed. */
  planned: "add" | "change" | "send" | "remove";
}

/** In what the outcomes of a run differ from its plan. */
export function departuresOf(plan: PlanCounts, counts: OutcomeCounts): Departure[] {
  const sent = plan.change === 0 ? "add" : plan.add === 0 ? "change" : "send";
  const plannedWith = (outcome: Outcome): Departure["planned"] =>
    (leaverOutcomes as readonly Outcome[]).includes(outcome) ? "remove" : sent;
  return departures
    .map((outcome) => ({ outcome, people: counts.outcomes[outcome], planned: plannedWith(outcome) }))
    .filter(({ people }) => people > 0);
}
