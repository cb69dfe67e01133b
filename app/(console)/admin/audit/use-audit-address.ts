"use client";
import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useTransition } from "react";

const filters = {
  actor: parseAsString,
  action: parseAsString,
  type: parseAsString,
  object: parseAsString,
  since: parseAsString,
  until: parseAsString,
};
const place = { before: parseAsString, after: parseAsString };

const nowhere = { before: null, after: null };
const unfiltered = { actor: null, action: null, type: null, object: null, since: null, until: null };

/** What is asked of the log, and where in it: all of it stands in the address, so that it can be linked. */
export function useAuditAddress() {
  const [isLoading, startTransition] = useTransition();
  const [asked, ask] = useQueryStates({ ...filters, ...place }, { shallow: false, startTransition });
  const { before, after, ...chosen } = asked;
  return {
    chosen,
    isLoading,
    /** Another filter begins with the newest events again. */
    choose: (change: Partial<typeof chosen>) => void ask({ ...change, ...nowhere }),
    clear: () => void ask({ ...unfiltered, ...nowhere }),
    isFiltered: Object.values(chosen).some((value) => value !== null),
    goTo: (to: Partial<typeof nowhere> | { before?: string; after?: string }) =>
      void ask({ ...nowhere, ...to }, { history: "push", scroll: true }),
  };
}

/** The event whose details are shown. */
export function useShownEvent() {
  return useQueryState("event", parseAsString);
}
