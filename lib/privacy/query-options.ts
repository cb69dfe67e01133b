import { queryOptions } from "@tanstack/react-query";
import type { ErasureDetail } from "./queries";

const POLL_MS = 1_000;

const isOver = ({ status }: ErasureDetail) => status === "done" || status === "failed";

/** One erasure, polled until it is over. */
export function erasureQuery(initial: ErasureDetail) {
  return queryOptions({
    queryKey: ["erasure", initial.id],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/erasures/${initial.id}`, { signal });
      if (!answer.ok) throw new Error(`The erasure could not be read: ${answer.status}`);
      return (await answer.json()) as ErasureDetail;
    },
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_MS),
  });
}
