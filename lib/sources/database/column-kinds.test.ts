import { expect, it } from "vitest";
import { parseFieldValue } from "@/lib/profiles/parse-field-value";
import { cursorKindOf, fieldTypeOf, toCell } from "./column-kinds";

it.each([
  ["true", 16, true],
  ["9007199254", 20, 9_007_199_254],
  ["0.30000000000000004", 701, 0.3],
  ["1.5e-05", 701, 0.000015],
  ["3.3333333333333333", 1700, 3.33333333333333],
  ["1.234", 1700, 1.234],
  ["2026-01-02", 1082, "2026-01-02"],
  ["2026-01-02 03:04:05.678", 1114, "2026-01-02T03:04:05.678Z"],
  ["2026-01-02 03:04:05.678901+00", 1184, "2026-01-02T03:04:05.678Z"],
])("reads %s of type %i as its field type", (text, oid, value) => {
  const type = fieldTypeOf(oid) ?? "text";
  expect(parseFieldValue(type, toCell(text, oid), { decimal: ".", slashDate: null })).toEqual({
    ok: true,
    value,
  });
});

it("takes nothing as no value", () => {
  expect(toCell(null, 25)).toBe("");
});

it("leaves a number of more digits than can be kept to be listed as unreadable", () => {
  const text = toCell("12345678901234567890", 1700);
  expect(parseFieldValue("number", text, { decimal: ".", slashDate: null })).toEqual({ ok: false });
});

it.each([
  [23, "number"],
  [1184, "timestamptz"],
  [1700, null],
  [25, null],
])("type %i is a cursor of kind %s", (oid, kind) => {
  expect(cursorKindOf(oid)).toBe(kind);
});
