import { expect, it } from "vitest";
import { isManyBad, isManyGone, percentGone } from "./brake-import";

it("asks when more than a fifth of a source would go, and not at a fifth", () => {
  expect(isManyGone({ gone: 20, kept: 80 })).toBe(false);
  expect(isManyGone({ gone: 21, kept: 79 })).toBe(true);
  expect(isManyGone({ gone: 3, kept: 0 })).toBe(true);
  expect(isManyGone({ gone: 0, kept: 0 })).toBe(false);
});

it("says the share that would go", () => {
  expect(percentGone({ gone: 1, kept: 2 })).toBe(33.3);
  expect(percentGone({ gone: 0, kept: 0 })).toBe(0);
});

it("takes more than a twentieth of bad lines for a wrong column, from a hundred lines on", () => {
  expect(isManyBad({ records: 95, bad: 5 })).toBe(false);
  expect(isManyBad({ records: 94, bad: 6 })).toBe(true);
  expect(isManyBad({ records: 2, bad: 4 })).toBe(false);
});
