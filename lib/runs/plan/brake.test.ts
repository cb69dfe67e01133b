import { expect, it } from "vitest";
import { judgeBrake } from "./brake";

const limits = { removalPercent: 20, invalidPercent: 20 };
const calm = { ledger: 100, removals: 0, withAddress: 100, invalid: 0, valid: 100 };

it.each([
  ["nothing unusual", {}, null],
  ["removals up to the threshold", { removals: 20 }, null],
  ["removals above it", { removals: 21 }, { reason: "many_removals", people: 21, of: 100, percent: 21 }],
  ["invalid addresses up to the threshold", { invalid: 20 }, null],
  [
    "invalid addresses above it",
    { invalid: 21 },
    { reason: "many_invalid", people: 21, of: 100, percent: 21 },
  ],
  ["a ledger of fewer than 20", { ledger: 19, removals: 19, valid: 5 }, null],
  [
    "a ledger of 20",
    { ledger: 20, removals: 5 },
    { reason: "many_removals", people: 5, of: 20, percent: 25 },
  ],
  ["fewer than 20 with an address", { withAddress: 19, invalid: 19, valid: 5 }, null],
  [
    "an empty result of a ledger of one",
    { ledger: 1, valid: 0 },
    { reason: "emptied", people: 1, of: 1, percent: 100 },
  ],
  ["an empty result of an empty ledger", { ledger: 0, valid: 0 }, null],
] as const)("judges %s", (_, change, hold) => {
  expect(judgeBrake({ ...calm, ...change }, limits)).toEqual(hold);
});

it("goes by the thresholds of the connection", () => {
  expect(judgeBrake({ ...calm, removals: 30 }, { ...limits, removalPercent: 50 })).toBeNull();
  expect(judgeBrake({ ...calm, removals: 1 }, { ...limits, removalPercent: 0 })).not.toBeNull();
});
