import { queryOptions } from "@tanstack/react-query";
import type { ImportLine } from "./queries";

const POLL_MS = 1_000;

/** Whether nothing more happens by itself: an import that waits for a decision waits for a person. */
export function isOver({ status }: ImportLine): boolean {
  return status !== "queued" && status !== "running";
}

/** One import, polled until it is over. */
export function importQuery(initial: ImportLine) {
  return queryOptions({
    queryKey: ["import", initial.id],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/imports/${initial.id}`, { signal });
      if (!answer.ok) throw new Error(`The import could not be read: ${answer.status}`);
      return (await answer.json()) as ImportLine;
    },
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_MS),
  });
}
