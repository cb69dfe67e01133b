import type { UserActor } from "@/lib/auth/current-actor";
import { leaverOutcomes, memberOutcomes, type Outcome } from "@/lib/runs/counts";
import { listOutcomePeople } from "@/lib/runs/outcomes/outcome-queries";

const PEOPLE_AT_ONCE = 20_000;

export interface ToldPerson {
  key: string | null;
  address: string | null;
}

/** Whom Ferry's own page names for each outcome of a run. */
export type Told = Map<Outcome, ToldPerson[]>;

/** Reads, as the page of a run does, who has which outcome. */
export async function readTold(actor: UserActor, runId: string): Promise<Told> {
  const told: Told = new Map();
  for (const outcome of [...memberOutcomes, ...leaverOutcomes]) {
    const people: ToldPerson[] = [];
    let after: string | undefined;
    do {
      const page = await listOutcomePeople(actor, { runId, outcome, after, size: PEOPLE_AT_ONCE });
      for (const { key, address } of page.people) people.push({ key, address });
      after = page.nextAfter;
    } while (after !== undefined);
    told.set(outcome, people);
  }
  return told;
}

/** The people of some outcomes together. */
export function toldAs(told: Told, ...outcomes: Outcome[]): ToldPerson[] {
  return outcomes.flatMap((outcome) => told.get(outcome) ?? []);
}
