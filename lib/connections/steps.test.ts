import { expect, it } from "vitest";
import { type Progress, currentStep, isStepOpen } from "./steps";

const fresh: Progress = {
  isAccessChosen: false,
  keyLastFour: null,
  oauthAt: null,
  isOauthPassed: false,
  hasConsent: false,
  checkedAt: null,
  exportUserId: null,
  status: "draft",
};
const now = new Date();

it.each<[Partial<Progress>, string | null]>([
  [{}, "access"],
  [{ isAccessChosen: true }, "key"],
  [{ isAccessChosen: true, keyLastFour: "abcd" }, "consent"],
  [{ isAccessChosen: true, keyLastFour: "abcd", hasConsent: true }, "connect"],
  [{ isAccessChosen: true, keyLastFour: "abcd", hasConsent: true, checkedAt: now }, "oauth"],
  [{ isAccessChosen: true, hasConsent: true, checkedAt: now, oauthAt: now }, "exportUser"],
  [
    {
      isAccessChosen: true,
      keyLastFour: "abcd",
      hasConsent: true,
      checkedAt: now,
      isOauthPassed: true,
      exportUserId: "u",
    },
    "save",
  ],
])("with %j done the next step is %s", (change, step) => {
  expect(currentStep({ ...fresh, ...change })).toBe(step);
});

it("does not open Connect before the consent, whatever else is done", () => {
  const progress = { ...fresh, isAccessChosen: true, keyLastFour: "abcd", checkedAt: now };
  expect(isStepOpen(progress, "connect")).toBe(false);
  expect(isStepOpen({ ...progress, hasConsent: true }, "connect")).toBe(true);
});
