import { z } from "zod";

const count = z.number().int().nonnegative();

/** What planning found. `members` are the people of the segments; each of the numbers below is a part of them. */
export const planCountsSchema = z.object({
  members: count,
  add: count,
  change: count,
  unchanged: count,
  noEmail: count,
  invalidEmail: count,
  duplicate: count,
  excluded: count,
  /** Of people who were erased; runs of before have none. */
  erased: count.default(0),
  /** People on the list who are no longer wanted there; not members. */
  remove: count,
  /** See plan-cost.ts; runs that were stopped by their plan have none, nor have those of earlier versions. */
  imports: count.optional(),
  calls: count.optional(),
  seconds: count.optional(),
});
export type PlanCounts = z.infer<typeof planCountsSchema>;

/** How the people of a run ended. The member outcomes add up to `members`, the others to the leavers. */
export const memberOutcomes = [
  "added",
  "changed",
  "unchanged",
  "no_email",
  "invalid_email",
  "duplicate",
  "excluded",
  "erased",
  "rejected",
  "unconfirmed",
  "not_sent",
] as const;
export const leaverOutcomes = ["removed", "already_gone", "removal_failed"] as const;
export const outcomes = [...memberOutcomes, ...leaverOutcomes] as const;
export type Outcome = (typeof outcomes)[number];

export const resultSchema = z.object({
  members: count,
  leavers: count,
  /** Attributes left out and core fields that emptied; of people who were sent. */
  warnings: count,
  // Runs of before anybody could be erased say nothing of it.
  outcomes: z.preprocess(
    (stored) => ({ erased: 0, ...(stored as object) }),
    z.record(z.enum(outcomes), count),
  ),
});
export type RunResult = z.infer<typeof resultSchema>;

/** Whether every member and every leaver has exactly one outcome. */
export function addsUp(result: RunResult): boolean {
  const sum = (kinds: readonly Outcome[]) => kinds.reduce((total, kind) => total + result.outcomes[kind], 0);
  return sum(memberOutcomes) === result.members && sum(leaverOutcomes) === result.leavers;
}
