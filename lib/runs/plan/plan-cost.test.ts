import { describe, expect, it } from "vitest";
import { klaviyo } from "@/lib/destinations/klaviyo";
import { planCost } from "./plan-cost";

describe("what a plan costs", () => {
  it.each([
    ["nothing for nobody", { imports: 0, leavers: 0 }, 0, { imports: 0, calls: 0, seconds: 0 }],
    ["a question besides one import", { imports: 1, leavers: 0 }, 0, { imports: 1, calls: 2, seconds: 0 }],
    ["ten imports a second", { imports: 101, leavers: 0 }, 0, { imports: 101, calls: 103, seconds: 10 }],
    ["a minute past 150 imports", { imports: 151, leavers: 0 }, 0, { imports: 151, calls: 153, seconds: 60 }],
    ["less with a reserve", { imports: 101, leavers: 0 }, 50, { imports: 101, calls: 103, seconds: 65 }],
    ["look-ups and removals", { imports: 0, leavers: 2_001 }, 0, { imports: 0, calls: 24, seconds: 0 }],
  ])("%s", (_, plan, reservePercent, expected) => {
    expect(planCost(plan, { destination: klaviyo, reservePercent })).toEqual(expected);
  });
});
