import { expect, it } from "vitest";
import { type SegmentGraph, dependentsOf, refreshOrder } from "./references";

const graphOf = (uses: Record<string, string[]>): SegmentGraph =>
  new Map(Object.entries(uses).map(([id, used]) => [id, { id, name: id.toUpperCase(), uses: used }]));

const graph = graphOf({ a: [], b: ["a"], c: ["b", "a"], d: ["c", "x"], e: ["a"] });

it("puts every segment behind those it asks about, itself last, and what is gone nowhere", () => {
  expect(refreshOrder(graph, "d")).toEqual(["a", "b", "c", "d"]);
  expect(refreshOrder(graph, "a")).toEqual(["a"]);
  expect(refreshOrder(graph, "x")).toEqual([]);
});

it("comes to an end where segments ask about each other all the same", () => {
  expect(refreshOrder(graphOf({ a: ["b"], b: ["a", "b"] }), "a")).toEqual(["b", "a"]);
});

it("knows who asks about a segment", () => {
  expect(dependentsOf(graph, "a").map(({ id }) => id)).toEqual(["b", "c", "e"]);
});
