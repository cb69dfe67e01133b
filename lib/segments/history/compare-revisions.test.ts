import { expect, it } from "vitest";
import type { Condition, Item, Rule, SegmentDefinition } from "../definition";
import { compareRules } from "./compare-revisions";

const leaf = (field: string): Condition => ({ kind: "condition", field, operator: "is_set", values: [] });
const of = (combine: Rule["combine"], ...items: Item[]): Rule => ({
  combine,
  group: { kind: "group", match: "all", items },
});
const made = (...rules: Rule[]): SegmentDefinition => ({ version: 2, timeZone: "UTC", rules });
const member = (name: string): Item => ({
  kind: "segment",
  segmentId: "00000000-0000-7000-8000-000000000001",
  name,
  isMember: true,
});

function told(older: SegmentDefinition | null, newer: SegmentDefinition | null) {
  const { added, removed, isRearranged } = compareRules(older, newer);
  return { added: added.map(({ path }) => path), removed: removed.map(({ path }) => path), isRearranged };
}

it("names the conditions that came and went, each at its own place", () => {
  const older = made(of("union", leaf("city"), leaf("zip")));
  const newer = made(of("union", leaf("city")), of("except", leaf("orders")));
  expect(told(older, newer)).toEqual({
    added: ["rules.1.group.items.0"],
    removed: ["rules.0.group.items.1"],
    isRearranged: false,
  });
});

it("tells one of two equal conditions", () => {
  const twice = made(of("union", leaf("city"), leaf("city")));
  expect(told(twice, made(of("union", leaf("city")))).removed).toHaveLength(1);
});

it("says when the same conditions are joined in another way", () => {
  const older = made(of("union", leaf("city"), leaf("zip")));
  const newer = made(of("union", leaf("city")), of("intersect", leaf("zip")));
  expect(told(older, newer)).toEqual({ added: [], removed: [], isRearranged: true });
});

it("takes no notice of another segment's new name", () => {
  const older = made(of("union", member("Readers")));
  expect(told(older, made(of("union", member("Subscribers"))))).toMatchObject({ added: [], removed: [] });
});

it("takes a segment made of a list for one without conditions", () => {
  expect(told(null, made(of("union", leaf("city")))).added).toHaveLength(1);
  expect(told(null, null)).toEqual({ added: [], removed: [], isRearranged: false });
});
