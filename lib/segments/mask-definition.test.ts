import { expect, it } from "vitest";
import type { ProfileField } from "@/lib/profiles/fields";
import type { Condition, SegmentDefinition } from "./definition";
import { maskDefinition } from "./mask-definition";

const fields: ProfileField[] = [
  { key: "mail", name: "E-mail", type: "text", meaning: "email" },
  { key: "city", name: "City", type: "text", meaning: "city" },
];
const condition = (field: string, ...values: string[]): Condition => ({
  kind: "condition",
  field,
  operator: "in_list",
  values,
});
const of = (...items: Condition[]): SegmentDefinition => ({
  version: 2,
  timeZone: "UTC",
  rules: [{ combine: "union", group: { kind: "group", match: "all", items } }],
});

it("hides addresses in rules, whatever the field, and parts of addresses", () => {
  const rules = of(condition("mail", "anna"), condition("city", "Pécs", "anna@example.com"));
  const shown = of(condition("mail", "•••"), condition("city", "Pécs", "a•••@e•••.com"));
  expect(maskDefinition(rules, fields)).toEqual(shown);
  expect(rules.rules[0]?.group.items[0]).toMatchObject({ values: ["anna"] });
});
