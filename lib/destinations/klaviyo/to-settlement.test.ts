import { expect, it } from "vitest";
import { toSettlement } from "./to-settlement";

it.each([
  ["all well", { total: 10, completed: 10, failed: 0 }, { accepted: 10, rejected: 0, unconfirmed: 0 }],
  [
    "completed without the failed",
    { total: 10, completed: 7, failed: 3 },
    { accepted: 7, rejected: 3, unconfirmed: 0 },
  ],
  [
    "completed with the failed",
    { total: 10, completed: 10, failed: 3 },
    { accepted: 7, rejected: 3, unconfirmed: 0 },
  ],
  [
    "some nobody mentions",
    { total: 10, completed: 5, failed: 3 },
    { accepted: 5, rejected: 3, unconfirmed: 2 },
  ],
  ["all failed", { total: 10, completed: 0, failed: 10 }, { accepted: 0, rejected: 10, unconfirmed: 0 }],
  [
    "all failed, counted twice",
    { total: 10, completed: 10, failed: 10 },
    { accepted: 0, rejected: 10, unconfirmed: 0 },
  ],
  ["not begun", { total: 10, completed: 0, failed: 0 }, { accepted: 0, rejected: 0, unconfirmed: 10 }],
])("%s", (_, counts, expected) => {
  expect(toSettlement(counts)).toEqual({ total: 10, ...expected });
});
