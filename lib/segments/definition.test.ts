import { describe, expect, it } from "vitest";
import { fieldProblems } from "@/lib/field-problems";
import {
  type Condition,
  type Group,
  type SegmentDefinition,
  conditionsOf,
  referencedSegments,
  segmentDefinitionSchema,
} from "./definition";
import { MAX_CHARS, MAX_CONDITIONS, MAX_DEPTH, MAX_LIST_VALUES, MAX_RULES } from "./extent";
import { previewSegmentSchema } from "./schema";

const leaf: Condition = { kind: "condition", field: "city", operator: "is_set", values: [] };
const all = (...items: Group["items"]): Group => ({ kind: "group", match: "all", items });

/** `levels` groups, each within the one before, around one condition. */
function nested(levels: number): Group {
  let group = all(leaf);
  for (let level = 1; level < levels; level++) group = all(group);
  return group;
}

function flat(conditions: number): Group {
  return { kind: "group", match: "any", items: Array.from({ length: conditions }, () => leaf) };
}

const listOf = (values: string[]): Group => all({ ...leaf, operator: "in_list", values });

const ofRules = (...groups: unknown[]) => ({
  version: 2,
  timeZone: "Europe/Budapest",
  rules: groups.map((group) => ({ combine: "union", group })),
});

function problemsOf(definition: unknown) {
  const parsed = previewSegmentSchema.safeParse({ definition });
  return parsed.success ? {} : fieldProblems(parsed.error);
}

describe("what a segment may hold", () => {
  it.each([
    ["groups nested as deeply as allowed", ofRules(nested(MAX_DEPTH))],
    ["as many conditions as allowed", ofRules(flat(MAX_CONDITIONS))],
    ["as many rules as allowed", ofRules(...Array.from({ length: MAX_RULES }, () => all(leaf)))],
    ["a list as long as allowed", ofRules(listOf(Array.from({ length: MAX_LIST_VALUES }, String)))],
  ])("takes %s", (_, definition) => {
    expect(problemsOf(definition)).toEqual({});
  });

  it.each([1, 2, 190, 99_990])("refuses groups nested %i levels too deep, without overflowing", (beyond) => {
    const problem = { definition: { code: "too_deep", params: { limit: MAX_DEPTH } } };
    expect(problemsOf(ofRules(nested(MAX_DEPTH + beyond)))).toEqual(problem);
    expect(problemsOf({ version: 1, root: nested(MAX_DEPTH + beyond) })).toEqual(problem);
  });

  it.each([
    ["10,000 conditions", ofRules(flat(10_000)), "too_many_conditions", MAX_CONDITIONS],
    ["one condition too many", ofRules(flat(201)), "too_many_conditions", MAX_CONDITIONS],
    [
      "too many of all rules together",
      ofRules(flat(100), flat(100), flat(1)),
      "too_many_conditions",
      MAX_CONDITIONS,
    ],
    [
      "too many in groups",
      ofRules(all(flat(100), flat(100), flat(1))),
      "too_many_conditions",
      MAX_CONDITIONS,
    ],
    ["too many rules", ofRules(...Array.from({ length: 21 }, () => all(leaf))), "too_many_rules", MAX_RULES],
    ["10,000 values", ofRules(listOf(Array(10_000).fill("x"))), "too_many_values", MAX_LIST_VALUES],
    [
      "lists that are too much together",
      ofRules(all(...Array.from({ length: 11 }, () => listOf(Array(1_000).fill("x"))))),
      "rules_too_large",
      MAX_CHARS,
    ],
    ["a giant text", ofRules(listOf(["x".repeat(50_000_000)])), "rules_too_large", MAX_CHARS],
  ])("refuses %s", (_, definition, code, limit) => {
    expect(problemsOf(definition)).toEqual({ definition: { code, params: { limit } } });
  });

  it("refuses a long text at its place", () => {
    expect(problemsOf(ofRules(listOf(["short", "x".repeat(1_001)])))).toEqual({
      "definition.rules.0.group.items.0.values.1": { code: "value_too_long", params: { maximum: 1_000 } },
    });
  });
});

describe("what is no segment", () => {
  it.for([
    undefined,
    null,
    7,
    "rules",
    [],
    {},
    { kind: "group" },
    all(7 as never),
    all({ kind: "?" } as never),
  ])("refuses %j as rules", (group) => {
    expect(Object.keys(problemsOf(ofRules(group)))).not.toEqual([]);
    expect(Object.keys(problemsOf({ version: 1, root: group }))).not.toEqual([]);
    expect(Object.keys(problemsOf({ ...ofRules(), rules: group }))).not.toEqual([]);
    expect(Object.keys(problemsOf(group))).not.toEqual([]);
  });

  it.for([
    ["no rule", ofRules(), "definition.rules", "add_rule"],
    ["an empty group", ofRules(all(leaf, all())), "definition.rules.0.group.items.1.items", "add_condition"],
    [
      "a zone there is not",
      { ...ofRules(all(leaf)), timeZone: "Mars" },
      "definition.timeZone",
      "unknown_time_zone",
    ],
    [
      "no field",
      ofRules(all({ ...leaf, field: "" })),
      "definition.rules.0.group.items.0.field",
      "choose_field",
    ],
    [
      "an operator there is not",
      ofRules(all({ ...leaf, operator: "drop" as never })),
      "definition.rules.0.group.items.0.operator",
      "choose_operator",
    ],
    [
      "no segment",
      ofRules(all({ kind: "segment", segmentId: "", name: "", isMember: true })),
      "definition.rules.0.group.items.0.segmentId",
      "choose_segment",
    ],
  ] as const)("refuses %s at its place", ([, definition, path, code]) => {
    expect(problemsOf(definition)).toMatchObject({ [path]: { code } });
  });
});

it("reads what version 1 stored as one rule whose days are those of UTC", () => {
  const old = { ...leaf, operator: "in_last_days", values: ["90"] };
  const root = { kind: "group", match: "any", items: [leaf, { kind: "group", match: "all", items: [old] }] };
  expect(segmentDefinitionSchema.parse({ version: 1, root })).toEqual({
    version: 2,
    timeZone: "UTC",
    rules: [
      {
        combine: "union",
        group: {
          kind: "group",
          match: "any",
          items: [leaf, all({ ...leaf, operator: "in_last", values: ["90", "days"] })],
        },
      },
    ],
  });
});

it("knows each condition's place and each segment that is asked about once", () => {
  const [first, second] = ["0194d3c8-0000-7000-8000-000000000001", "0194d3c8-0000-7000-8000-000000000002"];
  const member = (segmentId: string) => ({ kind: "segment" as const, segmentId, name: "A", isMember: false });
  const definition: SegmentDefinition = {
    version: 2,
    timeZone: "UTC",
    rules: [
      { combine: "union", group: all(leaf, all(member(first))) },
      { combine: "except", group: all(member(second), member(first)) },
    ],
  };
  expect(conditionsOf(definition).map(({ path }) => path)).toEqual([
    "rules.0.group.items.0",
    "rules.0.group.items.1.items.0",
    "rules.1.group.items.0",
    "rules.1.group.items.1",
  ]);
  expect(referencedSegments(definition)).toEqual([first, second]);
});
