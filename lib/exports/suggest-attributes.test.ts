import { expect, it } from "vitest";
import { requireDestination } from "@/lib/destinations/registry";
import { type FieldMeaning, fieldMeanings } from "@/lib/profiles/field-types";
import { suggestAttributes } from "./suggest-attributes";

const field = (key: string, meaning: FieldMeaning) => ({ key, name: key, type: "text" as const, meaning });

it("suggests what is recognised, in the order of the fields", () => {
  const fields = [field("town", "city"), field("given", "first_name"), field("shoe", "none")];
  expect(suggestAttributes(fields)).toEqual([
    { to: "location.city", field: "town" },
    { to: "first_name", field: "given" },
  ]);
});

it("takes the first of two fields with one meaning", () => {
  const fields = [field("given", "first_name"), field("nick", "first_name")];
  expect(suggestAttributes(fields)).toEqual([{ to: "first_name", field: "given" }]);
});

it("never suggests an external ID, nor the address, which has a field of its own", () => {
  const all = suggestAttributes(fieldMeanings.map((meaning) => field(meaning, meaning))).map(({ to }) => to);
  expect(all).not.toContain("external_id");
  expect(all).not.toContain("email");
});

it("suggests only fields that the destination has", () => {
  const known = requireDestination("klaviyo").fields.map(({ key }) => key);
  const all = suggestAttributes(fieldMeanings.map((meaning) => field(meaning, meaning)));
  expect(all.length).toBeGreaterThan(8);
  for (const { to } of all) expect(known).toContain(to);
});
