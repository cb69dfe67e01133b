import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FilterFault, parseFilter, type FilterFields } from "./parse-filter.ts";

const fields: FilterFields = {
  email: { operators: ["any", "equals"], values: "text" },
  status: { operators: ["any", "equals"], values: ["queued", "complete"] },
  updated: { operators: ["greater-than"], values: "moment" },
};
const parse = (text: string) => parseFilter(text, { fields });

test("equals takes a quoted string and any takes a list", () => {
  expect(parse('equals(email,"a@b.hu")')).toEqual([{ field: "email", kind: "texts", values: ["a@b.hu"] }]);
  expect(parse('any(email,["a@b.hu", "c@d.hu"])')).toEqual([
    { field: "email", kind: "texts", values: ["a@b.hu", "c@d.hu"] },
  ]);
});

test("a comma between clauses means and; moments stand bare", () => {
  const clauses = parse('equals(status,"queued"),greater-than(updated,2026-09-01T10:00:00+02:00)');
  expect(clauses[1]).toEqual({
    field: "updated",
    kind: "moment",
    operator: "greater-than",
    at: Date.UTC(2026, 8, 1, 8),
  });
});

test("quotes and backslashes are escaped as in JSON, whatever the value", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(parse(`equals(email,${JSON.stringify(value)})`)).toEqual([
        { field: "email", kind: "texts", values: [value] },
      ]);
    }),
  );
});

describe("is refused", () => {
  test.each([
    ["an unquoted value", "equals(email,a@b.hu)"],
    ["single quotes", "equals(email,'a@b.hu')"],
    ["an unknown field", 'equals(name,"x")'],
    ["an operator the field lacks", 'greater-than(email,"x")'],
    ["a list for equals", 'equals(email,["x"])'],
    ["a single value for any", 'any(email,"x")'],
    ["a quoted moment", 'greater-than(updated,"2026-09-01T10:00:00Z")'],
    ["a value outside the choices", 'equals(status,"cancelled")'],
    ["something left over", 'equals(email,"x")x'],
    ["a missing bracket", 'equals(email,"x"'],
    ["nothing", ""],
    ["an inherited name", 'equals(constructor,"x")'],
  ])("%s", (_, text) => {
    expect(() => parse(text)).toThrow(FilterFault);
  });
});

test("single quotes and a cap on any are switches", () => {
  expect(parseFilter("equals(email,'x')", { fields, singleQuotes: true })).toHaveLength(1);
  expect(() => parseFilter('any(email,["a","b","c"])', { fields, anyValueCap: 2 })).toThrow("at most 2");
});
