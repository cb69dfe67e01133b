"use client";
import { useReducer } from "react";

// More than anybody takes back; a draft shares with the one before what was not changed.
const MOST_STEPS = 200;

interface History<State> {
  past: State[];
  present: State;
  future: State[];
  /** What the last change was made to, while the next one to the same is part of it. */
  within: string | null;
}

type Move<State> =
  | { kind: "change"; change: (state: State) => State; within: string | null }
  | { kind: "undo" }
  | { kind: "redo" };

/** The state after a move; pure, for the reducer and its test. */
export function moveHistory<State>(was: History<State>, move: Move<State>): History<State> {
  const { past, present, future } = was;
  switch (move.kind) {
    case "change": {
      const next = move.change(present);
      const isSameStep = move.within !== null && move.within === was.within;
      const before = isSameStep ? past : [...past, present].slice(-MOST_STEPS);
      return { past: before, present: next, future: [], within: move.within };
    }
    case "undo": {
      const before = past.at(-1);
      if (before === undefined) return was;
      return { past: past.slice(0, -1), present: before, future: [present, ...future], within: null };
    }
    case "redo": {
      const [next, ...rest] = future;
      if (next === undefined) return was;
      return { past: [...past, present], present: next, future: rest, within: null };
    }
  }
}

export function startHistory<State>(present: State): History<State> {
  return { past: [], present, future: [], within: null };
}

/** A state whose changes can be taken back. Changes in a row that name the same `within`, as typing does, are one step. */
export function useUndo<State>(initial: State | (() => State)) {
  const [history, move] = useReducer<History<State>, State | (() => State), [Move<State>]>(
    moveHistory,
    initial,
    (given) => startHistory(typeof given === "function" ? (given as () => State)() : given),
  );
  return {
    present: history.present,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: (change: (state: State) => State, within: string | null = null) =>
      move({ kind: "change", change, within }),
    undo: () => move({ kind: "undo" }),
    redo: () => move({ kind: "redo" }),
  };
}
