import type { ClientBase } from "pg";
import type { Destination } from "@/lib/destinations/types";
import { withReserve } from "@/lib/limiter/slots";
import { leastSeconds } from "./least-seconds";
import type { RunContext } from "../run-context";

/** Status questions answer for a hundred submissions at once (rule 16), look-ups for a hundred addresses. */
export const PER_QUESTION = 100;

/** What a plan asks of the destination: requests, and the least time the published limits allow for them. */
export interface PlanCost {
  imports: number;
  /** All requests, imports among them. */
  calls: number;
  seconds: number;
}

/** The cost of so many imports and of taking so many people off the list. */
export function planCost(
  { imports, leavers }: { imports: number; leavers: number },
  { destination, reservePercent }: { destination: Destination; reservePercent: number },
): PlanCost {
  const removals = Math.ceil(leavers / destination.limits.removals);
  const lookUps = Math.ceil(leavers / PER_QUESTION);
  const windows = (rateClass: string) =>
    withReserve(destination.rateClasses[rateClass] ?? [], reservePercent);
  const seconds = [
    leastSeconds(imports, windows(destination.writeClasses.submit)),
    leastSeconds(lookUps, windows(destination.writeClasses.lookUp)),
    leastSeconds(removals, windows(destination.writeClasses.remove)),
  ];
  return {
    imports,
    calls: imports + Math.ceil(imports / PER_QUESTION) + lookUps + removals,
    seconds: seconds.reduce((sum, each) => sum + each, 0),
  };
}

/** The same of a run whose batches are written. */
export async function costOfRun(
  client: ClientBase,
  { run, destination, connection }: RunContext,
  leavers: number,
): Promise<PlanCost> {
  const { rows } = await client.query<{ imports: number }>(
    "SELECT count(*)::int AS imports FROM run_batch WHERE run_id = $1 AND kind = 'send'",
    [run.id],
  );
  const imports = rows[0]?.imports ?? 0;
  return planCost({ imports, leavers }, { destination, reservePercent: connection.reservePercent });
}
