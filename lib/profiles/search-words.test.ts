import { expect, it } from "vitest";
import { toSearchWord } from "./search-words";

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
