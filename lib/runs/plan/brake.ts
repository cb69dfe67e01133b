import { z } from "zod";
import { planCountsSchema } from "../counts";

/** From how many percent on a run is held (rule 9). */
export interface BrakeThresholds {
  removalPercent: number;
  invalidPercent: number;
}

/** What planning found, as far as it can hold a run. */
export interface BrakeFigures {
  /** People of the ledger, before the run. */
  ledger: number;
  removals: number;
  /** Members that have an address, valid or not. */
  withAddress: number;
  invalid: number;
  /** Members that would be on the list after the run. */
  valid: number;
}

export const holdReasons = ["emptied", "many_removals", "many_invalid"] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Why a run is held. `percent` is whole and rounded down, so that what is shown is never more than what is. */
export const holdSchema = z.object({
  reason: z.enum(holdReasons),
  people: z.number().int(),
  of: z.number().int(),
  percent: z.number().int(),
});
export type Hold = z.infer<typeof holdSchema>;

/** The same as a held run keeps it, with all that planning found. */
export const heldSchema = holdSchema.extend({ plan: planCountsSchema });

// Of fewer people a percentage says nothing.
const LEAST_PEOPLE = 20;

function share(
  reason: HoldReason,
  { people, of, limit }: { people: number; of: number; limit: number },
): Hold | null {
  if (of < LEAST_PEOPLE || people * 100 <= of * limit) return null;
  return { reason, people, of, percent: Math.floor((people * 100) / of) };
}

/**
 * Why a run has to be approved before it sends, or null. An empty result of a ledger with people always has to;
 * removals are measured against the ledger, invalid addresses against the members that have one.
 */
export function judgeBrake(figures: BrakeFigures, limits: BrakeThresholds): Hold | null {
  const { ledger, removals, withAddress, invalid, valid } = figures;
  if (valid === 0 && ledger > 0) return { reason: "emptied", people: ledger, of: ledger, percent: 100 };
  return (
    share("many_removals", { people: removals, of: ledger, limit: limits.removalPercent }) ??
    share("many_invalid", { people: invalid, of: withAddress, limit: limits.invalidPercent })
  );
}
