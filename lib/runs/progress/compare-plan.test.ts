import { describe, expect, it } from "vitest";
import { comparePlan, departuresOf } from "./compare-plan";
import { type Outcome, type PlanCounts, outcomes } from "../counts";
import { type OutcomeCounts, toOutcomeCounts } from "../outcomes/outcome-counts";

const plan: PlanCounts = {
  members: 100,
  add: 50,
  change: 0,
  unchanged: 45,
  noEmail: 0,
  invalidEmail: 5,
  duplicate: 0,
  excluded: 0,
  erased: 0,
  remove: 10,
};

function ended(given: Partial<Record<Outcome, number>>, of = plan): OutcomeCounts {
  const none = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  const result = { members: of.members, leavers: of.remove, warnings: 0, outcomes: { ...none, ...given } };
  const counts = toOutcomeCounts({ plan: of, sums: null, result });
  if (!counts) throw new Error("There are no counts.");
  return counts;
}

describe("a run's plan beside its result", () => {
  it("has what was planned or happened, in the order of the books", () => {
    const counts = ended({
      added: 47,
      unchanged: 45,
      invalid_email: 5,
      rejected: 3,
      removed: 9,
      already_gone: 1,
    });
    expect(comparePlan(plan, counts)).toEqual([
      { outcome: "added", planned: 50, actual: 47 },
      { outcome: "changed", planned: 0, actual: 0 },
      { outcome: "unchanged", planned: 45, actual: 45 },
      { outcome: "invalid_email", planned: 5, actual: 5 },
      { outcome: "rejected", planned: null, actual: 3 },
      { outcome: "removed", planned: 10, actual: 9 },
      { outcome: "already_gone", planned: null, actual: 1 },
    ]);
  });

  it("has those of whom nothing is known yet while it runs", () => {
    const counts = toOutcomeCounts({ plan, sums: null, result: null });
    const open = counts && comparePlan(plan, counts).filter(({ outcome }) => outcome.includes("progress"));
    expect(open).toEqual([
      { outcome: "in_progress", planned: null, actual: 50 },
      { outcome: "removal_in_progress", planned: null, actual: 10 },
    ]);
  });
});

describe("where people went who did not end as planned", () => {
  it("is nowhere when all went as planned", () => {
    expect(departuresOf(plan, ended({ added: 50, removed: 10 }))).toEqual([]);
  });

  it.each([
    ["add", plan],
    ["change", { ...plan, add: 0, change: 50 }],
    ["send", { ...plan, add: 20, change: 30 }],
  ])("says what was to be done with them: %s", (planned, of) => {
    expect(departuresOf(of, ended({ rejected: 3, not_sent: 2, already_gone: 1 }, of))).toEqual([
      { outcome: "rejected", people: 3, planned },
      { outcome: "not_sent", people: 2, planned },
      { outcome: "already_gone", people: 1, planned: "remove" },
    ]);
  });
});
