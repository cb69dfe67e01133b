import { expect, it } from "vitest";
import type { SegmentDefinition } from "@/lib/segments/definition";
import { addItem, changeItem, newCondition, withField, withOperator } from "./edit-draft";
import { toDefinition, toDraft } from "./segment-draft";

const city = { kind: "condition" as const, field: "city", operator: "equals" as const, values: ["Pécs"] };
const definition: SegmentDefinition = {
  version: 2,
  timeZone: "Europe/Budapest",
  rules: [
    {
      combine: "union",
      group: {
        kind: "group",
        match: "all",
        items: [city, { kind: "group", match: "any", items: [city, city] }],
      },
    },
    {
      combine: "except",
      group: {
        kind: "group",
        match: "any",
        items: [
          { kind: "segment", segmentId: "0194d3c8-0000-7000-8000-000000000001", name: "A", isMember: false },
        ],
      },
    },
  ],
};
const field = { key: "orders", name: "Orders", type: "number" as const, meaning: "none" as const };

it("gives back every definition as it was", () => {
  expect(toDefinition(toDraft(definition))).toEqual(definition);
});

it("changes and takes out what is deep inside, and leaves the rest as it is", () => {
  const draft = toDraft(definition);
  const inner = draft.rules[0]?.group.items[1];
  const id = inner?.kind === "group" ? (inner.items[1]?.id ?? "") : "";
  const changed = changeItem(draft, id, (item) => ({ ...item, values: ["Győr"] }) as typeof item);
  expect(toDefinition(changed).rules[0]?.group.items[1]).toMatchObject({
    items: [city, { ...city, values: ["Győr"] }],
  });
  expect(toDefinition(changeItem(draft, id, () => null)).rules[0]?.group.items[1]).toMatchObject({
    items: [city],
  });
  expect(changed.rules[1]).toEqual(draft.rules[1]);
});

it("adds to the group that was meant", () => {
  const draft = toDraft(definition);
  const added = addItem(draft, draft.rules[1]?.group.id ?? "", newCondition(field, "new"));
  expect(added.rules[1]?.group.items.map(({ kind }) => kind)).toEqual(["segment", "condition"]);
});

it("keeps of the values what another operator or field can use", () => {
  const was = { ...city, id: "c" };
  expect(withOperator(was, "contains").values).toEqual(["Pécs"]);
  expect(withOperator(was, "in_list").values).toEqual(["Pécs"]);
  expect(withOperator(was, "is_set").values).toEqual([]);
  expect(withOperator({ ...was, operator: "on" }, "in_last").values).toEqual(["", "days"]);
  const typeOf = (key: string) => (key === "orders" ? ("number" as const) : ("text" as const));
  expect(withField(was, "name", typeOf)).toMatchObject({ operator: "equals", values: ["Pécs"] });
  expect(withField(was, "orders", typeOf)).toMatchObject({ operator: "equals", values: [] });
});

it("saves a list without its empty lines", () => {
  const draft = toDraft(definition);
  const id = draft.rules[0]?.group.items[0]?.id ?? "";
  const listed = changeItem(draft, id, (item) =>
    item.kind === "condition" ? { ...item, operator: "in_list", values: ["Pécs", "", " ", "Győr"] } : item,
  );
  expect(toDefinition(listed).rules[0]?.group.items[0]).toMatchObject({ values: ["Pécs", "Győr"] });
});
