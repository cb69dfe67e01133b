import { expect, it } from "vitest";
import { passwordProblem } from "./password-rules";

it.each([
  ["correct horse battery staple", null],
  ["kis kutya nagy alma fa", null],
  ["1234567890123", "password_common"],
  ["Password1234!", "password_common"],
  ["!!!ILOVEYOU!!!2026", "password_common"],
  ["aaaaaaaaaaaaaaa", "password_common"],
  ["ababababababab", "password_common"],
  ["anna.kovacs-2026", "password_has_name"],
  ["My Anna.Kovacs!", "password_has_name"],
] as const)("says of %s: %s", (password, problem) => {
  expect(passwordProblem(password, "anna.kovacs@example.com")).toBe(problem);
});

it("lets a password hold a name too short to be looked for", () => {
  expect(passwordProblem("a bold walk at noon", "bo@example.com")).toBeNull();
});
