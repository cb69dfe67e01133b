import { expect, it } from "vitest";
import { nextCursor } from "./cursor";

it.each([
  ["https://a.klaviyo.com/api/lists?page%5Bcursor%5D=bmV4dDo6&page%5Bsize%5D=10", "bmV4dDo6"],
  ["https://a.klaviyo.com/api/lists?page[cursor]=free%20text%2B1", "free text+1"],
  ["https://evil.example/steal?page[cursor]=abc", "abc"],
  ["/api/lists?page[cursor]=abc", "abc"],
  ["https://a.klaviyo.com/api/lists", null],
  ["https://a.klaviyo.com/api/lists?page[cursor]=", null],
  ["http://[broken", null],
  ["", null],
  [null, null],
  [undefined, null],
])("the cursor of %j is %j", (next, cursor) => {
  expect(nextCursor(next)).toBe(cursor);
});
