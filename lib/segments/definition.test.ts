import { expect, it } from "vitest";
import { fieldProblems } from "@/lib/field-problems";
import { type Condition, type Group, MAX_CONDITIONS, MAX_DEPTH } from "./definition";
import { previewSegmentSchema } from "./schema";

const leaf: Condition = { kind: "condition", field: "city", operator: "is_set", values: [] };

/** `levels` groups, each within the one before, around one condition. */
function nested(levels: number): Group {
  let group: Group = { kind: "group", match: "all", items: [leaf] };
  for (let level = 1; level < levels; level++) group = { kind: "group", match: "all", items: [group] };
  return group;
}

function flat(conditions: number): Group {
  return { kind: "group", match: "any", items: Array.from({ length: conditions }, () => leaf) };
}

function problemsOf(root: unknown) {
  const parsed = previewSegmentSchema.safeParse({ definition: { version: 1, root } });
  return parsed.success ? {} : fieldProblems(parsed.error);
}

it.each([
  ["groups nested as deeply as allowed", nested(MAX_DEPTH)],
  ["as many conditions as allowed", flat(MAX_CONDITIONS)],
])("takes %s", (_, root) => {
  expect(problemsOf(root)).toEqual({});
});

it.each([1, 2, 190, 99_990])("refuses groups nested %i levels too deep, without overflowing", (beyond) => {
  expect(problemsOf(nested(MAX_DEPTH + beyond))).toEqual({
    definition: { code: "too_deep", params: { limit: MAX_DEPTH } },
  });
});

it.each([201, 10_000])("refuses %i conditions", (conditions) => {
  expect(problemsOf(flat(conditions))).toEqual({
    definition: { code: "too_many_conditions", params: { limit: MAX_CONDITIONS } },
  });
});

it("counts conditions wherever they stand", () => {
  const items = Array.from({ length: 3 }, () => flat(100));
  expect(problemsOf({ kind: "group", match: "all", items })).toMatchObject({
    definition: { code: "too_many_conditions" },
  });
});

it.for([undefined, null, 7, "root", [], {}, { kind: "group" }, { kind: "group", match: "all", items: [7] }])(
  "refuses %j as rules",
  (root) => {
    expect(Object.keys(problemsOf(root))).not.toEqual([]);
  },
);

it("asks for a condition in an empty group, at its place", () => {
  const root = { kind: "group", match: "all", items: [{ kind: "group", match: "any", items: [] }] };
  expect(Object.keys(problemsOf(root))[0]).toContain("definition.root.items.0");
});
