import { expect, test } from "vitest";
import { isPlausiblePhone } from "./phone-rule.ts";

test.each([
  "+36301234567",
  "+12025550143",
  "+442071838750",
  "+4915112345678",
  "+33612345678",
  "+38761123456",
])("%s could exist", (phone) => {
  expect(isPlausiblePhone(phone)).toBe(true);
});

test.each([
  "36301234567",
  "+0361234567",
  "+3630",
  "+15555550100",
  "+11234567890",
  "+99912345678",
  "+363012345678901",
  "0630 123 4567",
  "",
  "+36-30-1234567",
])("%s cannot", (phone) => expect(isPlausiblePhone(phone)).toBe(false));
