import { expect, it } from "vitest";
import { cutFilterValues } from "./cut-filter-values";
import { anyFilter, equalsFilter, toQuery } from "./to-query";

it("encodes what servers read in two ways", () => {
  const query = toQuery({
    filter: equalsFilter("email", "anna+news@example.com"),
    "page[cursor]": null,
    sort: "a b",
  });
  expect(query).toBe("?filter=equals(email%2C%22anna%2Bnews%40example.com%22)&sort=a%20b");
  expect(toQuery({})).toBe("");
});

it("quotes and escapes as JSON does", () => {
  expect(equalsFilter("name", 'VIP "gold" \\ áé')).toBe(String.raw`equals(name,"VIP \"gold\" \\ áé")`);
  expect(anyFilter("id", ["a", "b"])).toBe('any(id,["a","b"])');
});

it("survives half a character", () => {
  expect(toQuery({ filter: "\uD800" })).toBe("?filter=%EF%BF%BD");
});

it("cuts filters at a hundred values and at 8 KB as encoded", () => {
  const short = Array.from({ length: 250 }, (_, index) => `person-${index}@example.com`);
  expect([...cutFilterValues(short)].map((piece) => piece.length)).toEqual([100, 100, 50]);
  const long = Array.from({ length: 100 }, (_, index) => `${"x".repeat(230)}${index}@example.com`);
  const pieces = [...cutFilterValues(long)];
  expect(pieces.flat()).toEqual(long);
  for (const piece of pieces) expect(encodeURIComponent(JSON.stringify(piece)).length).toBeLessThan(8_100);
  expect([...cutFilterValues([])]).toEqual([]);
});
