import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { fieldProblems } from "@/lib/field-problems";
import { segmentDefinitionSchema } from "@/lib/segments/definition";
import type { Operator } from "@/lib/segments/operators";
import { previewSegment } from "@/lib/segments/preview-segment";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { saveSegmentSchema } from "@/lib/segments/schema";
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
