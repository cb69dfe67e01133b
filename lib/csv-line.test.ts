import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { toCsvLine } from "./csv-line";

it.each([
  ["=1+1", "'=1+1"],
  ["+36 30 123 4567", "'+36 30 123 4567"],
  ["-5", "'-5"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1+1", "'\t=1+1"],
  ["\r=1+1", "'\r=1+1"],
  ["\n=1+1", "'\n=1+1"],
  ["＝1+1", "'＝1+1"],
  ['=HYPERLINK("https://example.com","x")', `'=HYPERLINK("https://example.com","x")`],
  ["'=1+1", "'=1+1"],
  ["a=1", "a=1"],
  ["anna@example.com", "anna@example.com"],
  ["", ""],
])("what a spreadsheet would calculate is text: %j", (value, read) => {
  expect(parse(toCsvLine([value, "end"]))).toEqual([[read, "end"]]);
});

it.each([`a "quoted" word`, "one,two", "one;two", "two\r\nlines", " ends ", "árvíztűrő", "日本", "a\tb"])(
  "%j comes back as it was",
  (value) => {
    expect(parse(toCsvLine(["key", value]))).toEqual([["key", value]]);
  },
);

it("ends a line as RFC 4180 says", () => {
  expect(toCsvLine(["a", "b"])).toBe("a,b\r\n");
});
