import fc from "fast-check";
import { expect } from "vitest";
import { pool } from "@/lib/db";
import type { FieldType } from "@/lib/profiles/field-types";
import { compileSegment } from "@/lib/segments/compile";
import {
  type Condition,
  type Group,
  type Item,
  type MemberCondition,
  type SegmentDefinition,
  segmentDefinitionSchema,
} from "@/lib/segments/definition";
import { type Operator, operatorsByType, shapeOf } from "@/lib/segments/operators";
import { fits } from "../support/evaluate-segment";
import { type Attributes, addPeople } from "../support/people";
import { it } from "../support/workspace";

const types: Record<string, FieldType> = {
  name: "text",
  city: "text",
  orders: "number",
  born: "date",
  seen: "datetime",
  optin: "boolean",
};

const catalogue = {
  fields: new Map(Object.entries(types)),
  segments: new Map([
    ["0194d3c8-0000-7000-8000-000000000001", "First"],
    ["0194d3c8-0000-7000-8000-000000000002", "Second"],
  ]),
};
const segmentIds = [...catalogue.segments.keys()];

// Far from and near to midnight, at ends of months, and where clocks change.
const now = fc
  .constantFrom(
    "2026-03-29T00:30:00Z",
    "2026-03-31T12:00:00Z",
    "2026-10-25T23:59:59.999Z",
    "2028-02-29T10:00:00Z",
    "2018-11-04T03:00:00Z",
  )
  .map((text) => new Date(text));
const timeZone = fc.constantFrom("UTC", "Europe/Budapest", "America/Sao_Paulo", "Pacific/Kiritimati");

const HOUR_MS = 3_600_000;
const somewhen = (hours: number, around: Date) => new Date(around.getTime() + hours * HOUR_MS).toISOString();

// Few letters, so that values meet; among them all that means something to SQL, LIKE or a regular expression.
const letters = fc.constantFrom("a", "A", "b", "ő", "Ő", "%", "_", "\\", "'", '"', "$1", ".", "*", ";", " ");
const word = fc
  .array(letters, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("").trim())
  .filter((text) => text !== "");
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -30, max: 30 }).map((tenths) => tenths / 10),
);

// Mostly within a few days, so that ends of days are met, and sometimes months away.
const hours = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -24 * 4, max: 24 * 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: -24 * 70, max: 24 * 70 }) },
);
const moment = (around: Date) => hours.map((count) => somewhen(count, around));
const day = (around: Date) => moment(around).map((text) => text.slice(0, 10));

function valueOfType(type: FieldType, around: Date): fc.Arbitrary<string | number | boolean> {
  switch (type) {
    case "text":
      return word;
    case "number":
      return number;
    case "date":
      return day(around);
    case "datetime":
      return moment(around);
    case "boolean":
      return fc.boolean();
  }
}

// Another source may have left a value of another type under a field's key.
const attribute = (type: FieldType, around: Date) =>
  fc.oneof(
    { weight: 9, arbitrary: valueOfType(type, around) },
    {
      weight: 1,
      arbitrary: fc.oneof(word, number, fc.boolean(), fc.constantFrom("true", "7", ":"), day(around)),
    },
  );
const person = (around: Date) =>
  fc.record({
    attributes: fc.record(
      Object.fromEntries(Object.entries(types).map(([key, type]) => [key, attribute(type, around)])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Attributes>,
    memberOf: fc.subarray(segmentIds),
  });

function typedValue(type: FieldType, around: Date): fc.Arbitrary<string> {
  if (type === "number") return number.map(String);
  if (type !== "text") return day(around);
  return fc.oneof(
    word,
    word.map((text) => ` ${text} `),
  );
}

function operands(type: FieldType, operator: Operator, around: Date): fc.Arbitrary<string[]> {
  const value = typedValue(type, around);
  switch (shapeOf(operator)) {
    case "none":
      return fc.constant([]);
    case "one":
      return fc.tuple(value);
    case "range":
      return fc.tuple(value, value);
    case "list":
      return fc.array(value, { minLength: 1, maxLength: 4 });
    case "period":
      return fc.tuple(fc.integer({ min: 1, max: 5 }).map(String), fc.constantFrom("days", "weeks", "months"));
  }
}

const condition = (around: Date): fc.Arbitrary<Condition> =>
  fc.constantFrom(...Object.keys(types)).chain((field) => {
    const type = types[field] ?? "text";
    return fc.constantFrom<Operator>(...operatorsByType[type]).chain((operator) =>
      fc.record({
        kind: fc.constant("condition" as const),
        field: fc.constant(field),
        operator: fc.constant(operator),
        values: operands(type, operator, around),
      }),
    );
  });

const memberCondition: fc.Arbitrary<MemberCondition> = fc.record({
  kind: fc.constant("segment" as const),
  segmentId: fc.constantFrom(...segmentIds),
  name: fc.constant("Another"),
  isMember: fc.boolean(),
});

function group(around: Date): fc.Arbitrary<Group> {
  return fc.letrec<{ group: Group; item: Item }>((tie) => ({
    item: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 4, arbitrary: condition(around) },
      { weight: 1, arbitrary: memberCondition },
      { weight: 2, arbitrary: tie("group") },
    ),
    group: fc.record({
      kind: fc.constant("group" as const),
      match: fc.constantFrom("all" as const, "any" as const),
      items: fc.array(tie("item"), { minLength: 1, maxLength: 4 }),
    }),
  })).group;
}

const definition = (around: Date): fc.Arbitrary<SegmentDefinition> =>
  fc.record({
    version: fc.constant(2 as const),
    timeZone,
    rules: fc.array(
      fc.record({ combine: fc.constantFrom("union", "intersect", "except"), group: group(around) }),
      { minLength: 1, maxLength: 4 },
    ),
  });

const scene = now.chain((moment_) =>
  fc.record({
    now: fc.constant(moment_),
    rules: definition(moment_),
    people: fc.array(person(moment_), { minLength: 1, maxLength: 12 }),
  }),
);

async function findInDatabase(rules: SegmentDefinition, moment_: Date): Promise<string[]> {
  const compiled = compileSegment(catalogue, rules, { now: moment_ });
  const found = await pool().query<{ key: string }>(
    `SELECT key FROM profile p WHERE ${compiled.sql}`,
    compiled.params,
  );
  return found.rows.map(({ key }) => key).toSorted();
}

async function addMembers(people: { memberOf: string[] }[]): Promise<void> {
  const pairs = people.flatMap(({ memberOf }, index) => memberOf.map((id) => [id, `p${index}`] as const));
  await pool().query(
    `INSERT INTO segment_member (segment_id, profile_id)
     SELECT one.segment_id, p.id FROM unnest($1::uuid[], $2::text[]) AS one(segment_id, key)
     JOIN profile p ON p.key = one.key`,
    [pairs.map(([id]) => id), pairs.map(([, key]) => key)],
  );
}

it("PostgreSQL finds exactly the people whom the rules describe", { timeout: 120_000 }, async () => {
  await pool().query(
    `INSERT INTO segment (id, name, definition, updated_at)
     SELECT id, id, '{}', now() FROM unnest($1::uuid[]) AS id`,
    [segmentIds],
  );
  const rulesAndPeople = fc.asyncProperty(scene, async ({ now: moment_, rules, people }) => {
    fc.pre(segmentDefinitionSchema.safeParse(rules).success);
    await pool().query("DELETE FROM profile");
    await addPeople(Object.fromEntries(people.map(({ attributes }, index) => [`p${index}`, attributes])));
    await addMembers(people);
    const expected = people.flatMap(({ attributes, memberOf }, index) =>
      fits(rules, attributes, { types, now: moment_, memberOf: new Set(memberOf) }) ? [`p${index}`] : [],
    );
    expect(await findInDatabase(rules, moment_)).toEqual(expected.toSorted());
  });
  await fc.assert(rulesAndPeople, { numRuns: 400 });
});

const strays = [
  "a",
  "zzz",
  ":",
  "7",
  "true",
  "2026-03-30",
  "2026-03-30T12:00:00.000Z",
  0,
  2,
  -5,
  true,
  false,
];
const single: Partial<Record<FieldType, string>> = { text: "a", number: "1" };
const cases = Object.entries(types).flatMap(([field, type]) =>
  operatorsByType[type].map((operator: Operator) => [field, operator] as const),
);

it.for(cases)("what another source left under %s does not confuse %s", async ([field, operator]) => {
  await pool().query("DELETE FROM profile");
  const people: Attributes[] = strays.map((value) => ({ [field]: value }));
  await addPeople(Object.fromEntries([...people, {}].map((one, index) => [`p${index}`, one])));
  const moment_ = new Date("2026-03-31T12:00:00Z");
  const values = {
    none: [],
    one: [single[types[field] ?? "date"] ?? "2026-03-30"],
    range: types[field] === "number" ? ["-9", "9"] : ["2026-03-01", "2026-03-30"],
    list: types[field] === "number" ? ["0", "2"] : ["a", "TRUE", "7"],
    period: ["1", "weeks"],
  }[shapeOf(operator)];
  const group_ = { kind: "group" as const, match: "all" as const };
  const item = { kind: "condition" as const, field, operator, values };
  const rules: SegmentDefinition = {
    version: 2,
    timeZone: "UTC",
    rules: [{ combine: "union", group: { ...group_, items: [item] } }],
  };
  const about = { types, now: moment_, memberOf: new Set<string>() };
  const expected = [...people, {}].flatMap((one, index) => (fits(rules, one, about) ? [`p${index}`] : []));
  expect(await findInDatabase(rules, moment_)).toEqual(expected.toSorted());
});
