import { expect, test } from "vitest";
import { isAcceptableEmail } from "./email-rule.ts";

test.each(["a@b.hu", "o'neil+tag@sub.example.co.uk", "  A@B.HU "])("%s is taken", (email) => {
  expect(isAcceptableEmail(email, "plausible")).toBe(true);
});

test.each([
  "",
  "a",
  "a@b",
  "@b.hu",
  "a@.hu",
  "a..b@c.hu",
  "a@b..hu",
  "a b@c.hu",
  "a@b.hu,",
  "a@-b.hu",
  `${"x".repeat(65)}@b.hu`,
  "a@b.h",
])("%s is not", (email) => {
  expect(isAcceptableEmail(email, "plausible")).toBe(false);
});

test("the narrow rule refuses an apostrophe that is legal", () => {
  expect(isAcceptableEmail("o'neil@example.com", "segment")).toBe(false);
});
