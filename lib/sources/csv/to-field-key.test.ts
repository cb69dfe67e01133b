import { expect, it } from "vitest";
import { toFieldKey, toSlug } from "./to-field-key";

it.each([
  ["E-mail cím", "e_mail_cim"],
  ["Szülő neve (ő)", "szulo_neve_o"],
  ["TŰZOLTÓ ŰR", "tuzolto_ur"],
  ["Straße & Łódź", "strasse_lodz"],
  ["customerId", "customer_id"],
  ["VIP", "vip"],
  ["  Address 1: City ", "address_1_city"],
  ["名前", ""],
])("writes %j as %j", (name, slug) => {
  expect(toSlug(name)).toBe(slug);
});

it.each([
  ["名前", "column_3"],
  ["2023 sales", "field_2023_sales"],
  ["constructor", "constructor_field"],
  ["Created At", "created_at_field"],
  ["City", "city_3"],
  ["x".repeat(80), "x".repeat(60)],
  ["y".repeat(80), `${"y".repeat(58)}_2`],
])("keeps the column %j under the free key %j", (name, key) => {
  const taken = new Set(["city", "city_2", "y".repeat(60)]);
  expect(toFieldKey(name, { position: 3, taken })).toBe(key);
});
