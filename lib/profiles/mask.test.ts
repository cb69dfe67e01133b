import { expect, it } from "vitest";
import type { FieldMeaning } from "./field-types";
import { maskValue } from "./mask";

it.each<[FieldMeaning, string, string]>([
  ["email", "anna.kovacs@example.com", "a•••@e•••.com"],
  ["email", "not an address", "•••"],
  ["phone", "+36301234567", "•••67"],
  ["none", "anna@example.com", "a•••@e•••.com"],
  ["external_id", "anna@localhost", "a•••@l•••"],
  ["city", "Szeged", "Szeged"],
])("masks a field that means %s and holds %s as %s", (meaning, value, expected) => {
  expect(maskValue(meaning, value)).toBe(expected);
});
