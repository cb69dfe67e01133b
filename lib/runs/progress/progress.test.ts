import { describe, expect, it } from "vitest";
import type { BatchSums, PaceSample } from "./batch-sums";
import type { PlanCounts } from "../counts";
import { progressOf } from "./progress";

const now = new Date("2026-11-20T10:00:00Z");
const quiet: PaceSample = { sinceMs: null, people: 0 };
const since = (seconds: number, people: number): PaceSample => ({
  sinceMs: now.getTime() - seconds * 1000,
  people,
});

const plan: PlanCounts = {
  members: 50_000,
  add: 30_000,
  change: 10_000,
  unchanged: 9_000,
  noEmail: 400,
  invalidEmail: 300,
  duplicate: 200,
  excluded: 100,
  erased: 0,
  remove: 2_000,
};

function sums(given: Partial<BatchSums>): BatchSums {
  return {
    added: 0,
    changed: 0,
    rejected: 0,
    unconfirmed: 0,
    notSent: 0,
    erased: 0,
    removed: 0,
    alreadyGone: 0,
    removalFailed: 0,
    warnings: 0,
    imports: 0,
    submitted: 0,
    ended: 0,
    removalsEnded: 0,
    submitPace: quiet,
    endPace: quiet,
    removalPace: quiet,
    ...given,
  };
}

const unknown = { perSecond: null };

describe("progress of a run that goes on", () => {
  it.each([
    ["refresh", "counts nobody", null, null, { done: 0, total: null, ...unknown }],
    ["plan", "counts nobody", null, null, { done: 0, total: null, ...unknown }],
    ["send", "does not know its total before the plan", null, null, { done: 0, total: null, ...unknown }],
    ["send", "has its total as soon as there is a plan", plan, null, { done: 0, total: 40_000, ...unknown }],
    [
      "send",
      "says no pace after one batch",
      plan,
      sums({ submitted: 10_000, submitPace: since(5, 0) }),
      { done: 10_000, total: 40_000, ...unknown },
    ],
    [
      "send",
      "says no pace in the first seconds",
      plan,
      sums({ submitted: 20_000, submitPace: since(1.9, 10_000) }),
      { done: 20_000, total: 40_000, ...unknown },
    ],
    [
      "send",
      "says its pace from the second batch on",
      plan,
      sums({ submitted: 20_000, submitPace: since(10, 10_000) }),
      { done: 20_000, total: 40_000, perSecond: 1_000 },
    ],
    [
      "send",
      "slows down while nothing moves",
      plan,
      sums({ submitted: 20_000, submitPace: since(100, 10_000) }),
      { done: 20_000, total: 40_000, perSecond: 100 },
    ],
    [
      "send",
      "says no pace at its end",
      plan,
      sums({ submitted: 40_000, submitPace: since(10, 30_000) }),
      { done: 40_000, total: 40_000, ...unknown },
    ],
    [
      "confirm",
      "goes by what has ended",
      plan,
      sums({ submitted: 40_000, ended: 30_000, endPace: since(40, 20_000) }),
      { done: 30_000, total: 40_000, perSecond: 500 },
    ],
    [
      "remove",
      "counts leavers",
      plan,
      sums({ removalsEnded: 1_500, removalPace: since(5, 1_000) }),
      { done: 1_500, total: 2_000, perSecond: 200 },
    ],
    ["settle", "counts nobody", plan, sums({}), { done: 0, total: null, ...unknown }],
  ] as const)("in the phase %s %s", (phase, _, given, batches, expected) => {
    const facts = { plan: given, sums: batches, isActive: true, now };
    expect(progressOf(phase, facts)).toEqual({ phase, ...expected });
  });
});

describe("progress of a run that was stopped", () => {
  it("confirms what had been handed over, and no more", () => {
    const facts = { plan, sums: sums({ submitted: 20_000, ended: 10_000 }), isActive: false, now };
    expect(progressOf("send", facts)).toMatchObject({ done: 20_000, total: 40_000 });
    expect(progressOf("confirm", facts)).toMatchObject({ done: 10_000, total: 20_000 });
  });
});
