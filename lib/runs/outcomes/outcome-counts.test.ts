import { describe, expect, it } from "vitest";
import type { BatchSums } from "../progress/batch-sums";
import { type PlanCounts, type RunResult, outcomes } from "../counts";
import { countOf, toOutcomeCounts } from "./outcome-counts";
import { openableOutcomes } from "./outcome-schema";

const plan: PlanCounts = {
  members: 100,
  add: 40,
  change: 20,
  unchanged: 25,
  noEmail: 6,
  invalidEmail: 4,
  duplicate: 3,
  excluded: 2,
  erased: 0,
  remove: 10,
};

const pace = { sinceMs: null, people: 0 };
const sums: BatchSums = {
  added: 15,
  changed: 8,
  rejected: 2,
  unconfirmed: 1,
  notSent: 4,
  erased: 0,
  removed: 5,
  alreadyGone: 1,
  removalFailed: 1,
  warnings: 7,
  imports: 0,
  submitted: 0,
  ended: 0,
  removalsEnded: 0,
  submitPace: pace,
  endPace: pace,
  removalPace: pace,
};

const zeroes = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as RunResult["outcomes"];

describe("before a run is settled", () => {
  it("nothing is known before the plan", () => {
    expect(toOutcomeCounts({ plan: null, sums: null, result: null })).toBeNull();
    const result: RunResult = { members: 0, leavers: 0, warnings: 0, outcomes: zeroes };
    expect(toOutcomeCounts({ plan: null, sums: null, result })).toBeNull();
  });

  it("everybody to be sent or removed is open at first", () => {
    const counts = toOutcomeCounts({ plan, sums: null, result: null });
    expect(counts).toMatchObject({
      isSettled: false,
      members: 100,
      leavers: 10,
      openMembers: 60,
      openLeavers: 10,
    });
    expect(counts?.outcomes).toMatchObject({ unchanged: 25, no_email: 6, added: 0, removed: 0 });
  });

  it("what is open and the outcomes add up to members and leavers", () => {
    const counts = toOutcomeCounts({ plan, sums, result: null });
    expect(counts).toMatchObject({ openMembers: 30, openLeavers: 3, warnings: 7, addsUp: true });
  });

  it("more outcomes than members do not add up", () => {
    const counts = toOutcomeCounts({ plan, sums: { ...sums, added: 90 }, result: null });
    expect(counts).toMatchObject({ openMembers: 0, addsUp: false });
  });
});

describe("of a settled run", () => {
  const result: RunResult = {
    members: 10,
    leavers: 2,
    warnings: 3,
    outcomes: { ...zeroes, added: 4, changed: 3, unchanged: 3, removed: 2 },
  };

  it("its result counts, not its plan", () => {
    const counts = toOutcomeCounts({ plan, sums, result });
    expect(counts).toMatchObject({ isSettled: true, members: 10, leavers: 2, openMembers: 0, addsUp: true });
  });

  it("a missing person is noticed", () => {
    const lost = { ...result, outcomes: { ...result.outcomes, added: 3 } };
    expect(toOutcomeCounts({ plan, sums, result: lost })?.addsUp).toBe(false);
  });

  it.each([
    ["added", 4],
    ["sent", 7],
    ["removed", 2],
    ["warnings", 3],
    ["in_progress", 0],
    ["removal_in_progress", 0],
  ] as const)("%s opens as many as its number says", (outcome, people) => {
    const counts = toOutcomeCounts({ plan, sums, result });
    expect(counts && countOf(counts, outcome)).toBe(people);
  });

  it("every outcome that can be opened has a number", () => {
    const counts = toOutcomeCounts({ plan, sums, result: null });
    for (const outcome of openableOutcomes) expect(counts && countOf(counts, outcome)).toBeTypeOf("number");
  });
});
