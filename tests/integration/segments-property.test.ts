import fc from "fast-check";
import { expect } from "vitest";
import { inSqlTransaction, pool } from "@/lib/db";
import type { FieldType } from "@/lib/profiles/field-types";
import { compileSegment } from "@/lib/segments/compile";
import {
  type Condition,
  type Group,
  type Operator,
  type SegmentDefinition,
  arityOf,
  operatorsByType,
  segmentDefinitionSchema,
} from "@/lib/segments/definition";
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

const DAY_MS = 86_400_000;
const noon = Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2;
const day = fc
  .integer({ min: -6, max: 3 })
  .map((days) => new Date(noon + days * DAY_MS).toISOString().slice(0, 10));

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

const valueOfType: Record<FieldType, fc.Arbitrary<string | number | boolean>> = {
  text: word,
  number,
  date: day,
  datetime: day.map((date) => `${date}T23:59:59.999Z`),
  boolean: fc.boolean(),
};

// Another source may have left a value of another type under a field's key.
const attribute = (type: FieldType) =>
  fc.oneof(
    { weight: 9, arbitrary: valueOfType[type] },
    { weight: 1, arbitrary: fc.oneof(word, number, fc.boolean(), fc.constant("true"), fc.constant("7")) },
  );
const person = fc.record(
  Object.fromEntries(Object.entries(types).map(([key, type]) => [key, attribute(type)])),
  {
    requiredKeys: [],
  },
) as fc.Arbitrary<Attributes>;

function typedValue(type: FieldType, operator: Operator): fc.Arbitrary<string> {
  if (operator === "in_last_days") return fc.integer({ min: 1, max: 5 }).map(String);
  if (type === "number") return number.map(String);
  return type === "text"
    ? fc.oneof(
        word,
        word.map((text) => ` ${text} `),
      )
    : day;
}

const condition: fc.Arbitrary<Condition> = fc.constantFrom(...Object.keys(types)).chain((field) => {
  const type = types[field] ?? "text";
  return fc.constantFrom<Operator>(...operatorsByType[type]).chain((operator) =>
    fc.record({
      kind: fc.constant("condition" as const),
      field: fc.constant(field),
      operator: fc.constant(operator),
      values: fc.array(typedValue(type, operator), {
        minLength: arityOf(operator),
        maxLength: arityOf(operator),
      }),
    }),
  );
});

const { group } = fc.letrec<{ group: Group; item: Condition | Group }>((tie) => ({
  item: fc.oneof({ depthSize: "small", withCrossShrink: true }, condition, tie("group")),
  group: fc.record({
    kind: fc.constant("group" as const),
    match: fc.constantFrom("all" as const, "any" as const),
    items: fc.array(tie("item"), { minLength: 1, maxLength: 4 }),
  }),
}));

/** The keys PostgreSQL finds, and the day it took for today. */
async function findInDatabase(definition: SegmentDefinition) {
  const compiled = compileSegment(new Map(Object.entries(types)), definition);
  return inSqlTransaction(async (client) => {
    const today = "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today";
    const clock = await client.query<{ today: string }>(today);
    const found = await client.query<{ key: string }>(
      `SELECT key FROM profile p WHERE ${compiled.sql}`,
      compiled.params,
    );
    return { keys: found.rows.map(({ key }) => key).toSorted(), today: clock.rows[0]?.today ?? "" };
  });
}

it("PostgreSQL finds exactly the people whom the rules describe", async () => {
  const rulesAndPeople = fc.asyncProperty(
    group,
    fc.array(person, { minLength: 1, maxLength: 12 }),
    async (root, people) => {
      const definition = segmentDefinitionSchema.safeParse({ version: 1, root });
      fc.pre(definition.success);
      await pool().query("TRUNCATE profile CASCADE");
      await addPeople(Object.fromEntries(people.map((one, index) => [`p${index}`, one])));
      const { keys, today } = await findInDatabase({ version: 1, root });
      const expected = people.flatMap((one, index) =>
        fits(root, one, { types, today }) ? [`p${index}`] : [],
      );
      expect(keys).toEqual(expected.toSorted());
    },
  );
  await fc.assert(rulesAndPeople, { numRuns: 250 });
});
