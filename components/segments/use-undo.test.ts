import { expect, it } from "vitest";
import { moveHistory, startHistory } from "./use-undo";

type History = ReturnType<typeof startHistory<string>>;

const change = (history: History, next: string, within: string | null = null) =>
  moveHistory(history, { kind: "change", change: () => next, within });
const undo = (history: History) => moveHistory(history, { kind: "undo" });
const redo = (history: History) => moveHistory(history, { kind: "redo" });

it("takes changes back in turn, and makes them again", () => {
  const made = change(change(startHistory("a"), "b"), "c");
  expect(undo(made).present).toBe("b");
  expect(undo(undo(made)).present).toBe("a");
  expect(undo(undo(undo(made))).present).toBe("a");
  expect(redo(undo(undo(made))).present).toBe("b");
  expect(redo(redo(redo(undo(undo(made))))).present).toBe("c");
});

it("takes what was typed into one place back at once", () => {
  const typed = change(change(change(startHistory("a"), "ab", "x"), "abc", "x"), "abcd", "y");
  expect(undo(typed).present).toBe("abc");
  expect(undo(undo(typed)).present).toBe("a");
});

it("forgets what was taken back when something else is changed", () => {
  expect(redo(change(undo(change(startHistory("a"), "b")), "c")).present).toBe("c");
});
