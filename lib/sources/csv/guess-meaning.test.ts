import { expect, it } from "vitest";
import { guessMeaning } from "./guess-meaning";

it.each([
  ["E-mail", "email"],
  ["E-mail cím", "email"],
  ["email address", "email"],
  ["EMailAddress1", "email"],
  ["Telefon", "phone"],
  ["Telefonszám", "phone"],
  ["Business Phone", "phone"],
  ["Mobile", "phone"],
  ["Keresztnév", "first_name"],
  ["First Name", "first_name"],
  ["Utónév", "first_name"],
  ["Vezetéknév", "last_name"],
  ["Surname", "last_name"],
  ["Név", "full_name"],
  ["Teljes név", "full_name"],
  ["Customer Name", "full_name"],
  ["Ügyfél neve", "full_name"],
  ["Middle Name", "none"],
  ["User name", "none"],
  ["ID", "external_id"],
  ["CustomerId", "external_id"],
  ["Ügyfélszám", "external_id"],
  ["Ügyfél azonosító", "external_id"],
  ["Azonosító", "external_id"],
  ["Cégnév", "organization"],
  ["Company Name", "organization"],
  ["Beosztás", "title"],
  ["Job Title", "title"],
  ["Nyelv", "locale"],
  ["Cím", "address"],
  ["Address 1: Street 1", "address"],
  ["IP address", "none"],
  ["Address 1: City", "city"],
  ["Város", "city"],
  ["Megye", "region"],
  ["State", "region"],
  ["Irányítószám", "zip"],
  ["Address 1: ZIP/Postal Code", "zip"],
  ["Ország", "country"],
  ["Address 1: Country/Region", "country"],
  ["Kedvenc szín", "none"],
])("takes a column named %j for %s", (name, meaning) => {
  expect(guessMeaning(name, [])).toBe(meaning);
});

it.each([
  ["Contact", ["a@example.com", "b@example.com"], "email"],
  ["Contact", ["a@example.com", "call me"], "none"],
  ["E-mail", ["a@example.com", "b(at)example.com"], "email"],
  ["E-mail opt-in", ["yes", "no"], "none"],
  ["Name", ["a@example.com"], "email"],
])("takes a column named %j with %j for %s", (name, values, meaning) => {
  expect(guessMeaning(name, values)).toBe(meaning);
});
