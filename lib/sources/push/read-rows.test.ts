import { expect, it } from "vitest";
import type { FieldType } from "@/lib/profiles/field-types";
import { readRows } from "./read-rows";

const nothing = { columns: [], types: new Map<string, FieldType>() };
const person = (key: string, attributes: object = {}) => ({ key, attributes });

it.each([
  ["a text", "Ann", "text"],
  ["digits in quotation marks", "12", "text"],
  ["a number", 12.5, "number"],
  ["true", true, "boolean"],
  ["a day", "2026-10-01", "date"],
  ["a moment", "2026-10-01T08:30:00+02:00", "datetime"],
] as const)("proposes for %s a field of its type", (_, value, type) => {
  const { newColumns, refused } = readRows([person("a", { "Some thing": value })], nothing);
  expect(refused).toEqual([]);
  expect(newColumns).toMatchObject([
    { name: "Some thing", fieldKey: "some_thing", fieldName: "Some thing", type, meaning: "none" },
  ]);
});

it("looks at all texts of a request before it calls them days", () => {
  const rows = [person("a", { when: "2026-10-01" }), person("b", { when: "soon" })];
  expect(readRows(rows, nothing).newColumns).toMatchObject([{ type: "text" }]);
});

it("knows addresses and postal codes by their names, and keeps the latter texts", () => {
  const read = readRows(
    [person("a", { email: "a@example.com", zip: "01051" }), person("b", { zip: 1051 })],
    nothing,
  );
  expect(read.newColumns).toMatchObject([
    { fieldKey: "email", meaning: "email", type: "text" },
    { fieldKey: "zip", meaning: "zip", type: "text" },
  ]);
  expect(read.refused).toMatchObject([{ index: 1, field: "zip", reason: "not_a_text" }]);
});

it("stores values as a file's would be, and takes null and empty texts away", () => {
  const first = readRows(
    [person(" a ", { name: " Ann ", seen: "2026-10-01T08:30:00+02:00", orders: 3, vip: false })],
    nothing,
  );
  expect(first.records).toEqual([
    {
      key: "a",
      attributes: { name: "Ann", seen: "2026-10-01T06:30:00.000Z", orders: 3, vip: false },
      removed: [],
    },
  ]);
  const known = { columns: first.newColumns, types: nothing.types };
  expect(readRows([person("a", { name: null, seen: "  ", never: null })], known)).toEqual({
    records: [{ key: "a", attributes: {}, removed: ["name", "seen"] }],
    refused: [],
    newColumns: [],
  });
});

it("lets the catalogue decide what a field holds", () => {
  const known = { columns: [], types: new Map<string, FieldType>([["orders", "number"]]) };
  const read = readRows([person("a", { orders: "3" }), person("b", { orders: 3 })], known);
  expect(read.refused).toMatchObject([{ index: 0, field: "orders", reason: "not_a_number" }]);
  expect(read.records).toEqual([{ key: "b", attributes: { orders: 3 }, removed: [] }]);
});

it.each([
  ["what is no object", 5, null, "not_an_object"],
  ["attributes in a list", { key: "b", attributes: [] }, "attributes", "not_an_object"],
  ["no attributes", { key: "b" }, "attributes", "not_an_object"],
  ["another member", { key: "b", attributes: {}, email: "b@example.com" }, "email", "unknown_member"],
  ["no key", { attributes: {} }, "key", "key_missing"],
  ["an empty key", person("  "), "key", "key_missing"],
  ["a number as the key", { key: 7, attributes: {} }, "key", "not_a_text"],
  ["a long key", person("k".repeat(256)), "key", "key_too_long"],
  ["a key with NUL", person("b\0"), "key", "unreadable_text"],
  ["a key once more", person("a"), "key", "key_repeated"],
  ["a nameless attribute", person("b", { " ": 1 }), " ", "name_unusable"],
  ["a list", person("b", { tags: ["x"] }), "tags", "not_a_value"],
  ["half a surrogate pair", person("b", { name: "\ud800" }), "name", "unreadable_text"],
  ["a text as long as a document", person("b", { name: "x".repeat(10_001) }), "name", "too_long"],
  ["digits lost on their way", person("b", { account: 2 ** 60 }), "account", "number_too_large"],
] as const)("refuses %s by index, field and reason, and takes the others", (_, row, field, reason) => {
  const { records, refused } = readRows([person("a", { orders: 1 }), row, person("c")], nothing);
  expect(refused).toEqual([{ index: 1, field, reason, detail: expect.stringMatching(/\.$/) }]);
  expect(records.map(({ key }) => key)).toEqual(["a", "c"]);
});

it("makes no field of what only refused rows send", () => {
  const rows = [person("a", { orders: 1 }), person("b", { orders: "many", colour: "blue" })];
  expect(readRows(rows, nothing).newColumns).toMatchObject([{ fieldKey: "orders" }]);
});

it("refuses fields beyond the thousandth", () => {
  const attributes = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`f${index}`, 1]));
  const { newColumns } = readRows([person("a", attributes)], nothing);
  expect(newColumns).toHaveLength(1_000);
  const read = readRows([person("a", { one_more: 1 }), person("b", { f7: 2 })], {
    ...nothing,
    columns: newColumns,
  });
  expect(read.refused).toMatchObject([{ index: 0, field: "one_more", reason: "too_many_fields" }]);
  expect(read.records).toMatchObject([{ key: "b", attributes: { f7: 2 } }]);
});
