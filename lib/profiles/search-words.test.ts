import { expect, it } from "vitest";
import { canBeFound, toSearchWord } from "./search-words";

it.each([
  ["kovacs", ["%kovacs%"], ["kovacs"]],
  ["kov", ["%kov%"], ["kov"]],
  ["ko", ["ko%", "% ko%"], []],
  ["c-1", ["c-1%", "% c-1%"], []],
  ["c-00012", ["%c-00012%"], ["00012"]],
  ["anna.kovacs12@example.com", ["%anna.kovacs12@example.com%"], ["anna", "kovacs12", "example", "com"]],
  ["50%_\\", ["50\\%\\_\\\\%", "% 50\\%\\_\\\\%"], []],
  ["@", ["%@%"], []],
])("looks for %s", (text, patterns, parts) => {
  expect(toSearchWord(text)).toEqual({ text, patterns, parts });
});

it.each([
  ["", true],
  ["%", false],
  ["_ @ ·", false],
  ["% x", true],
  ["7", true],
  ["Ő", true],
])("of %j there is something to look for: %s", (search, expected) => {
  const words = search.split(" ").filter(Boolean).map(toSearchWord);
  expect(canBeFound(words)).toBe(expected);
});
