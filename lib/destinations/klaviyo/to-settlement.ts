import type { TicketCounts } from "../types";

/**
 * What the counts of a job say. Whether Klaviyo's `completed` includes the failed rows is unstated (contract 7.6):
 * where the two add up to more than the total it does (rule 11). What neither covers is unconfirmed.
 */
export function toSettlement(counts: { total: number; completed: number; failed: number }): TicketCounts {
  const { total, completed, failed } = counts;
  const accepted = completed + failed > total ? Math.max(0, completed - failed) : completed;
  return { total, accepted, rejected: failed, unconfirmed: Math.max(0, total - accepted - failed) };
}
