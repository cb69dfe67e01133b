import { expect, it } from "vitest";
import { checkPhone } from "./check-phone";

it.each([
  ["+36301234567", "+36301234567"],
  ["+36 (30) 123-4567", "+36301234567"],
  ["0036 30 123 4567", "+36301234567"],
  ["+44 (0)20 7946 0958", "+442079460958"],
  ["+1 212 456 7890", "+12124567890"],
  ["+49 1512 3456789", "+4915123456789"],
  ["＋３６３０１２３４５６７", "+36301234567"],
])("reads %j as %j", (written, phone) => {
  expect(checkPhone(written)).toEqual({ ok: true, phone });
});

it.each(["06301234567", "301234567", "phone", "12124567890"])("guesses no country for %j", (written) => {
  expect(checkPhone(written)).toEqual({ ok: false, code: "phone_not_international" });
});

it.each([
  ["too short", "+3612345"],
  ["too long", "+4912345678901234"],
  ["a country code nobody has", "+99912345678"],
  ["a zero first", "+0123456789"],
  ["too long for its country", "+36301234567890"],
  ["an American area code that cannot be", "+11234567890"],
  ["the American area of films", "+15552345678"],
  ["a service code", "+19112345678"],
  ["letters", "+3630CALLME1"],
  ["an extension", "+36301234567x12"],
  ["a satellite network", "+881612345678"],
])("does not believe %s", (_, written) => {
  expect(checkPhone(written)).toEqual({ ok: false, code: "phone_implausible" });
});
