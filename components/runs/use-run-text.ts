"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";

type Params = Record<string, string | number | string[]>;
interface Said {
  code: string;
  params?: Params;
}

// What a sentence asks for and its row does not have must not take the page down.
const blanks = {
  batch: 0,
  batches: 0,
  code: "–",
  limit: 0,
  members: 0,
  over: 0,
  people: 0,
  remove: 0,
  scopes: "–",
  seconds: 0,
  segment: "–",
  segments: 0,
  send: 0,
};

function toValues(params: Params = {}): Record<string, string | number> {
  const shown = Object.entries(params).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join(", ") : value,
  ]);
  return { ...blanks, ...Object.fromEntries(shown) };
}

/** The sentences behind the codes of runs; a code without one gets a sentence that names it. */
export function useRunText() {
  const t = useTranslations("runs");
  return useMemo(() => {
    const say = (group: "problem" | "todo" | "events", { code, params }: Said) => {
      const known = t.has(`${group}.${code}` as never);
      return t(
        `${group}.${known ? code : "other"}` as "todo.other",
        { ...toValues(params), problem: code, event: code } as never,
      );
    };
    return {
      problem: (problem: Said) => say("problem", problem),
      todo: (problem: Said) => say("todo", problem),
      event: (event: Said) => say("events", event),
      /** Why one person was not taken. */
      reason: (code: string) =>
        t(`codes.${t.has(`codes.${code}` as never) ? code : "other"}` as "codes.other", { code }),
    };
  }, [t]);
}
