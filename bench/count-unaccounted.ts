const memberOutcomes = [
  "added",
  "changed",
  "unchanged",
  "no_email",
  "invalid_email",
  "duplicate",
  "excluded",
  "rejected",
  "unconfirmed",
  "not_sent",
];
const leaverOutcomes = ["removed", "already_gone", "removal_failed"];
const plannedOutcomes = ["add", "change", "unchanged", "noEmail", "invalidEmail", "duplicate", "excluded"];

type Counts = Record<string, number>;

/** The books of a run, as its row has them. */
export interface Books {
  plan: Counts | null;
  result: { members: number; leavers: number; outcomes: Counts } | null;
}

/** How the people of a run had to end; what is not named is nobody. */
export type Expected = Counts;

/**
 * People of a run without the outcome they had to have: what the books say against what is true, and where the books
 * do not add up in themselves.
 */
export function countUnaccounted({ plan, result }: Books, expected: Expected): number {
  const members = sum(expected, memberOutcomes);
  const leavers = sum(expected, leaverOutcomes);
  if (!plan || !result) return members + leavers;
  const all = [...memberOutcomes, ...leaverOutcomes];
  const unknown = Object.keys(result.outcomes).filter((outcome) => !all.includes(outcome));
  const differences = [
    ...all.map((outcome) => of(result.outcomes, outcome) - of(expected, outcome)),
    ...unknown.map((outcome) => of(result.outcomes, outcome)),
    result.members - members,
    result.leavers - leavers,
    of(plan, "members") - members,
    of(plan, "members") - sum(plan, plannedOutcomes),
    of(plan, "remove") - leavers,
  ];
  return differences.reduce((total, difference) => total + Math.abs(difference), 0);
}

function of(counts: Counts, name: string): number {
  return counts[name] ?? 0;
}

function sum(counts: Counts, names: readonly string[]): number {
  return names.reduce((total, name) => total + of(counts, name), 0);
}
