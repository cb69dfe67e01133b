import fc from "fast-check";
import { expect, it } from "vitest";
import { checkEmail } from "./check-email";

it.each([
  ["anna@example.com", "anna@example.com"],
  ["  Anna.Kovacs@Example.COM\n", "anna.kovacs@example.com"],
  ["anna+news@example.co.uk", "anna+news@example.co.uk"],
  ["o'brien@example.ie", "o'brien@example.ie"],
  ["ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "anna@example.com"],
  ["\u00A0anna@example.com\uFEFF", "anna@example.com"],
  ["anna@xn--mller-kva.de", "anna@xn--mller-kva.de"],
  ["anna@example.xn--p1ai", "anna@example.xn--p1ai"],
  [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
])("takes %j as %j", (written, identifier) => {
  expect(checkEmail(written)).toEqual({ ok: true, identifier });
});

it.each([
  "anna",
  "anna@",
  "@example.com",
  "anna@@example.com",
  "anna@example@example.com",
  "anna @example.com",
  "anna@example",
  "anna@example.c",
  "anna@example.123",
  "anna@127.0.0.1",
  "anna@[127.0.0.1]",
  ".anna@example.com",
  "anna.@example.com",
  "an..na@example.com",
  '"anna"@example.com',
  "anna@-example.com",
  "anna@example-.com",
  "anna@example..com",
  "anna@example.com.",
  "anna@exam_ple.com",
  "anná@example.com",
  "anna@müller.de",
  "anna@example.com, bela@example.com",
  "Anna <anna@example.com>",
  "anna\u0000@example.com",
  "an\u200Bna@example.com",
  "anna\uD800@example.com",
  `${"a".repeat(65)}@example.com`,
  `anna@${"a".repeat(64)}.com`,
  `anna@${"a.".repeat(125)}com`,
])("refuses %j", (written) => {
  expect(checkEmail(written)).toEqual({ ok: false, code: "email_invalid" });
});

it.each(["", "   ", "\uFEFF"])("finds nothing in %j", (written) => {
  expect(checkEmail(written)).toEqual({ ok: false, code: "email_missing" });
});

it("finds the same again in what it has taken", () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "grapheme" })), (written) => {
      const checked = checkEmail(written);
      if (checked.ok) expect(checkEmail(checked.identifier)).toEqual(checked);
    }),
  );
});
