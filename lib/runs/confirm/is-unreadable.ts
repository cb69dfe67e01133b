import type { FailureReport } from "@/lib/destinations/destination-failure";

/** Whether the destination answered, in a way that does not say anything. An outage may be over one day; this is not. */
export function isUnreadable({ kind, status }: FailureReport): boolean {
  const isGone = kind === "ticket_missing" || kind === "target_missing";
  return kind === "bug" || isGone || (status !== null && status < 300);
}
