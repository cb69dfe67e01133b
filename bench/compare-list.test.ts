import { expect, it } from "vitest";
import { type Profile, compareList } from "./compare-list";

const anna: Profile = {
  email: "anna@example.com",
  first_name: "Anna",
  location: { city: "Győr", country: "HU" },
  properties: { orders: 3, plan: "gold" },
};
const bela: Profile = { email: "bela@example.com", properties: { orders: 1 } };

/** As Klaviyo tells it: every part is there, and members of objects stand in an order of its own. */
function asListed(person: Profile): Profile & { id: string; joinedAt: number } {
  const properties = Object.fromEntries(Object.entries(person.properties ?? {}).reverse());
  return { id: "01J", phone_number: null, location: null, joinedAt: 1, ...person, properties };
}

it("finds nothing where everybody is there as wanted, in any order", async () => {
  expect(await compareList([anna, bela], [asListed(bela), asListed(anna)])).toEqual({ lost: 0, extra: 0 });
});

it("counts who is missing", async () => {
  expect(await compareList([anna, bela], [asListed(bela)])).toEqual({ lost: 1, extra: 0 });
});

it.each<[string, Partial<Profile>]>([
  ["has another value", { first_name: "Anne" }],
  ["has no value", { first_name: null }],
  ["has a number as text", { properties: { orders: "3", plan: "gold" } }],
  ["lacks a property", { properties: { orders: 3 } }],
  ["has a property too many", { properties: { orders: 3, plan: "gold", note: "x" } }],
  ["has a place too many", { location: { city: "Győr", country: "HU", zip: "9021" } }],
  ["has a part nobody sent", { organization: "Acme" }],
])("counts as lost who %s", async (_, wrong) => {
  expect(await compareList([anna], [asListed({ ...anna, ...wrong })])).toEqual({ lost: 1, extra: 0 });
});

it("counts who is on the list and not wanted, or there twice", async () => {
  expect(await compareList([anna], [asListed(anna), asListed(bela)])).toEqual({ lost: 0, extra: 1 });
  expect(await compareList([anna], [asListed(anna), asListed(anna)])).toEqual({ lost: 0, extra: 1 });
  expect(await compareList([], [{ email: null }])).toEqual({ lost: 0, extra: 1 });
});

it("takes no wanted people with one address", async () => {
  await expect(compareList([anna, anna], [])).rejects.toThrow("each its own");
});
