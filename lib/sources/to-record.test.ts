import { expect, it } from "vitest";
import { unknownNotation } from "@/lib/profiles/field-types";
import type { SourceColumn } from "./schema";
import { rowReader } from "./to-record";

const column = (name: string, change: Partial<SourceColumn> = {}): SourceColumn => ({
  name,
  fieldKey: name,
  fieldName: name,
  type: "text",
  notation: unknownNotation,
  meaning: "none",
  isIncluded: true,
  ...change,
});

const read = rowReader({
  keyColumn: "id",
  columns: [column("id"), column("orders", { type: "number" }), column("note", { isIncluded: false })],
});

it.each([
  [["7", "12", "x"], { ok: true, key: "7", attributes: '{"id":"7","orders":12}' }],
  [["7", "", "x"], { ok: true, key: "7", attributes: '{"id":"7"}' }],
  [['a"\\b\u0007ő', "", "x"], { ok: true, key: 'a"\\b\u0007ő', attributes: '{"id":"a\\"\\\\b\\u0007ő"}' }],
  [["", "12", "x"], { ok: false, code: "key_missing", column: "id" }],
  [["k".repeat(256), "12", "x"], { ok: false, code: "key_too_long", column: "id" }],
  [["7", "many", "x"], { ok: false, code: "not_a_number", column: "orders" }],
])("reads %j", (cells, expected) => {
  expect(read(cells)).toEqual(expected);
});
