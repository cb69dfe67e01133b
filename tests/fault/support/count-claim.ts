import type { MemberRecord } from "@/emulator/control/control.ts";
import { leaverOutcomes, memberOutcomes } from "@/lib/runs/counts";
import { type Told, type ToldPerson, toldAs } from "./told";

/** As a person has to stand at Klaviyo. */
export interface Wanted {
  key: string;
  address: string;
  firstName: string;
  plan: string;
}

function isAsWanted(member: MemberRecord, { firstName, plan }: Wanted): boolean {
  return member.first_name === firstName && member.properties["Plan"] === plan;
}

/**
 * Wrong promises about the list: who is called added, changed or unchanged has to be there with what was sent, who is
 * called removed has to be off it; and who stands there although nothing that was told explains it.
 */
export function countOnList(
  told: Told,
  members: Iterable<MemberRecord>,
  { wanted, others }: { wanted: ReadonlyMap<string, Wanted>; others: readonly string[] },
): { lost: number; extra: number; twice: number } {
  const there = toldAs(told, "added", "changed", "unchanged");
  const missing = new Set(there.map(({ address }) => address ?? ""));
  const mayStand = new Set(
    [...toldAs(told, "unconfirmed", "removal_failed"), ...others.map((address) => ({ address }))].map(
      ({ address }) => address ?? "",
    ),
  );
  const gone = new Set(toldAs(told, "removed", "already_gone").map(({ address }) => address ?? ""));
  const seen = new Set<string>();
  let [lost, extra, twice] = [0, 0, 0];
  for (const member of members) {
    const address = member.email ?? "";
    if (seen.has(address)) twice++;
    seen.add(address);
    if (gone.has(address)) lost++;
    else if (missing.delete(address)) {
      const person = wanted.get(address);
      if (!person || !isAsWanted(member, person)) lost++;
    } else if (!mayStand.has(address)) extra++;
  }
  return { lost: lost + missing.size, extra, twice };
}

/** People with no outcome or with more than one, and people with an outcome who have no part in the run. */
export function countOutcomes(
  told: Told,
  frozen: { members: readonly string[]; leavers: readonly string[] },
): number {
  const members = toldAs(told, ...memberOutcomes);
  const leavers = toldAs(told, ...leaverOutcomes);
  return (
    countUneven(
      frozen.members,
      members.map(({ key }) => key),
    ) + countUneven(frozen.leavers, leavers.map(addressOf))
  );
}

const addressOf = ({ address }: ToldPerson) => address;

function countUneven(expected: readonly string[], named: readonly (string | null)[]): number {
  const open = new Set(expected);
  const strangers = named.filter((name) => name === null || !open.delete(name)).length;
  return open.size + strangers;
}
