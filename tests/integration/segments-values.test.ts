import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { fieldProblems } from "@/lib/field-problems";
import { compileSegment } from "@/lib/segments/compile";
import { segmentDefinitionSchema } from "@/lib/segments/definition";
import { type Operator, operatorsByType, shapeOf } from "@/lib/segments/operators";
import { previewSegment } from "@/lib/segments/preview-segment";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { saveSegmentSchema } from "@/lib/segments/schema";
import { fits } from "../support/evaluate-segment";
import { valueOf } from "../support/imports";
import { addFields, addPeople, allOf, condition, memberKeys } from "../support/people";
import { it as base } from "../support/workspace";

const hostile = [
  "'",
  "''",
  "'; DROP TABLE profile; --",
  "' OR '1'='1",
  '"',
  '"; SELECT pg_sleep(60); --',
  "$1",
  "$$",
  "$tag$",
  ":param",
  "?",
  "\\",
  "\\'",
  "\\\\",
  "%",
  "_",
  "%%%",
  "a%c",
  "a_c",
  "\\%",
  "--",
  "/* */",
  ";",
  "{}",
  "null",
  "E'\\x27'",
  "\u2019; DROP TABLE profile; --",
  "\u02bc OR 1=1",
  "𝕯𝖗𝖔𝖕",
  "🛥️",
  "İstanbul",
  "ΟΔΥΣΣΕΥΣ",
  "STRASSE ß",
  "line\nbreak",
  "\t\ttab",
  "\u202eright to left",
  "$.a ? (@.b > 1)",
  "$.**",
  "{a,b}",
  '{"a": 1}',
  ".*",
  "^a",
  "[a-z]+",
  "(?i)abc",
  "a|b",
  "1e400",
  "NaN",
  "infinity",
  "\u001f",
  "a\u001fb",
  "$1::text",
  "1); SELECT (1",
  "\ufeffmark",
  "e\u0301",
  "a".repeat(1_000),
];

const it = base.extend<{ people: void }>({
  people: [
    async ({ contributor: _ }, use) => {
      await addFields({ note: "text" });
      await addPeople(Object.fromEntries(hostile.map((note, index) => [`h${index}`, { note: note.trim() }])));
      await addPeople({ plain: { note: "abc" }, none: {} });
      await use();
    },
    { auto: true },
  ],
});

describe("a value that looks like SQL", () => {
  it.for(hostile.map((text, index) => [JSON.stringify(text).slice(0, 40), text, `h${index}`] as const))(
    "is compared and does nothing else: %s",
    async ([, text, key], { contributor }) => {
      const definition = segmentDefinitionSchema.parse(allOf(condition("note", "equals", text)));
      const { segmentId } = valueOf(await saveSegment(contributor, { name: text.slice(0, 100), definition }));
      await refreshSegment(segmentId);
      expect(await memberKeys(segmentId)).toEqual([key]);
      expect(await prisma().profile.count()).toBe(hostile.length + 2);
    },
  );

  it.for([
    ["contains", "%", (note: string) => note.includes("%")],
    ["contains", "_", (note: string) => note.includes("_")],
    ["contains", "\\", (note: string) => note.includes("\\")],
    ["starts_with", "a%", (note: string) => note.startsWith("a%")],
    ["starts_with", "a_", (note: string) => note.startsWith("a_")],
    ["contains", "στ", (note: string) => note.toLowerCase().includes("στ")],
  ] as const)("%s takes %s for itself", async ([operator, text, isFound], { contributor }) => {
    const definition = allOf(condition("note", operator as Operator, text));
    const expected = hostile.filter((note) => isFound(note.trim())).length;
    expect(valueOf(await previewSegment(contributor, { definition })).members).toBe(expected);
  });
});

// JavaScript folds these in another way than PostgreSQL, or takes away more at the ends.
const isFoldedAlike = (text: string) => !["İ", "Σ", "\u001f", "\ufeff"].some((one) => text.includes(one));

describe("every text comparison finds exactly whom it says", () => {
  const texts = operatorsByType.text.filter((operator) => shapeOf(operator) !== "none");
  it.for(texts)("%s", { timeout: 30_000 }, async (operator, { contributor: _ }) => {
    const circumstances = { types: { note: "text" as const }, now: new Date(), memberOf: new Set<string>() };
    const catalogue = { fields: new Map([["note", "text" as const]]), segments: new Map<string, string>() };
    const people = [...hostile.map((note) => ({ note: note.trim() })), { note: "abc" }];
    for (const text of hostile.filter((one) => isFoldedAlike(one) && one.trim() !== "")) {
      const definition = allOf(condition("note", operator, text));
      const { sql, params } = compileSegment(catalogue, definition, { now: new Date() });
      const { rows } = await pool().query<{ note: string }>(
        `SELECT p.attributes->>'note' AS note FROM profile p WHERE p.attributes ? 'note' AND ${sql}`,
        params,
      );
      const expected = people.filter((one) => fits(definition, one, circumstances)).map(({ note }) => note);
      expect(
        rows
          .map(({ note }) => note)
          .filter(isFoldedAlike)
          .toSorted(),
      ).toEqual(expected.filter(isFoldedAlike).toSorted());
    }
    expect(await prisma().profile.count()).toBe(hostile.length + 2);
  });

  it("a list of all of them finds all of them", async ({ contributor }) => {
    const definition = allOf(condition("note", "in_list", ...hostile));
    expect(valueOf(await previewSegment(contributor, { definition })).members).toBe(hostile.length);
  });
});

describe("text where there is no place for it is refused", () => {
  const plain = (text: string) => /^-?\d|^\s*$/.test(text);
  it.for(hostile.filter((text) => !plain(text)))("%j", async (text, { contributor }) => {
    await addFields({ orders: "number", born: "date", seen: "datetime" });
    const definition = allOf(
      condition("orders", "equals", text),
      condition("orders", "in_list", "1", text),
      condition("born", "on", text),
      condition("seen", "between", text, text),
      condition("born", "in_last", text, text),
    );
    const saved = await saveSegment(contributor, { name: "Wrong", definition });
    expect(saved.ok ? [] : Object.keys(saved.fields ?? {}).map((path) => path.split(".items.")[1])).toEqual([
      "0.values.0",
      "1.values",
      "2.values.0",
      "3.values.0",
      "3.values.1",
      "4.values.0",
    ]);
    const shape = { ...definition, timeZone: text };
    expect(segmentDefinitionSchema.safeParse(shape).success).toBe(false);
    const asked = allOf({ kind: "segment", segmentId: text, name: text.slice(0, 100), isMember: true });
    expect(segmentDefinitionSchema.safeParse(asked).success).toBe(false);
  });
});

describe("a field name that looks like SQL", () => {
  it.for(hostile.filter((text) => text.length <= 60))(
    "is a field nobody has: %j",
    async (text, { contributor }) => {
      const definition = allOf(condition(text, "is_set"));
      expect(await saveSegment(contributor, { name: "Wrong", definition })).toMatchObject({
        fields: { "definition.rules.0.group.items.0.field": { code: "field_unknown" } },
      });
      expect(await prisma().segment.count()).toBe(0);
    },
  );

  it("finds the people who have it, where a file brought a field of that name", async ({ contributor }) => {
    const field = "'; DROP TABLE profile; --";
    await addFields({ [field]: "number" });
    await addPeople({ odd: { [field]: 7 } });
    const definition = allOf(condition(field, "equals", "7"));
    expect(valueOf(await previewSegment(contributor, { definition })).members).toBe(1);
  });
});

describe("what PostgreSQL cannot store is refused before it gets there", () => {
  it.for([
    [
      "a NUL in a value",
      allOf(condition("note", "equals", "a\0b")),
      "definition.rules.0.group.items.0.values.0",
    ],
    [
      "half a character",
      allOf(condition("note", "equals", "\ud83d")),
      "definition.rules.0.group.items.0.values.0",
    ],
    [
      "a NUL in a field's name",
      allOf(condition("no\0te", "is_set")),
      "definition.rules.0.group.items.0.field",
    ],
  ] as const)("%s", async ([, definition, path]) => {
    const parsed = saveSegmentSchema.safeParse({ name: "Wrong", definition });
    expect(parsed.success ? {} : fieldProblems(parsed.error)).toEqual({
      [path]: { code: "invalid_value" },
    });
  });

  it("a NUL in the segment's name", async () => {
    const parsed = saveSegmentSchema.safeParse({
      name: "a\0",
      definition: allOf(condition("note", "is_set")),
    });
    expect(parsed.success ? {} : fieldProblems(parsed.error)).toEqual({ name: { code: "invalid_value" } });
  });
});
