import { expect, it } from "vitest";
import { type Books, countUnaccounted } from "./count-unaccounted";

const expected = { changed: 10, unchanged: 90, removed: 5 };
const plan = { members: 100, add: 0, change: 10, unchanged: 90, remove: 5 };
const result = { members: 100, leavers: 5, outcomes: { added: 0, ...expected } };

it("finds nobody where the books say what is true", () => {
  expect(countUnaccounted({ plan, result }, expected)).toBe(0);
});

it.each<[string, Books]>([
  ["an outcome is short of one", { plan, result: { ...result, outcomes: { ...expected, changed: 9 } } }],
  ["one has two outcomes", { plan, result: { ...result, outcomes: { ...expected, rejected: 1 } } }],
  ["an outcome is nobody's word", { plan, result: { ...result, outcomes: { ...expected, vanished: 1 } } }],
  ["members are forgotten", { plan, result: { ...result, members: 99 } }],
  ["leavers are forgotten", { plan, result: { ...result, leavers: 4 } }],
  ["the plan does not add up", { plan: { ...plan, unchanged: 89 }, result }],
  ["the plan knows other leavers", { plan: { ...plan, remove: 4 }, result }],
])("counts somebody where %s", (_, books) => {
  expect(countUnaccounted(books, expected)).toBeGreaterThan(0);
});

it("counts everybody where there are no books", () => {
  expect(countUnaccounted({ plan: null, result: null }, expected)).toBe(105);
});
