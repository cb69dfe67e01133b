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

export type HoldReason = "emptied" | "many_removals" | "many_invalid";

export interface Hold {
  reason: HoldReason;
  people: number;
  of: number;
  /** Whole percent, rounded down, so that what is shown is never more than what is. */
  percent: number;
}

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
