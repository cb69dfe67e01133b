import { expect, it } from "vitest";
import { changedTags } from "./change-tags";

it.each([
  ["puts one on", ["a"], { add: ["b"], remove: [] }, ["a", "b"]],
  ["keeps the writing of the first", ["VIP"], { add: ["vip"], remove: [] }, ["VIP"]],
  ["takes one off, however it is written", ["VIP", "b"], { add: [], remove: ["vip"] }, ["b"]],
  ["writes one anew", ["vip"], { add: ["VIP"], remove: ["vip"] }, ["VIP"]],
])("%s", (_, tags, change, wanted) => {
  expect(changedTags(tags, change)).toEqual(wanted);
});
