import { queryOptions } from "@tanstack/react-query";
import type { MemberListState } from "./queries";

const POLL_MS = 500;

const isOver = ({ status }: MemberListState) => status === "ready" || status === "failed";

/** One list on its way, polled until it is read. */
export function memberListQuery(initial: MemberListState) {
  return queryOptions({
    queryKey: ["member-list", initial.id],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/member-lists/${initial.id}`, { signal });
      if (!answer.ok) throw new Error(`The list could not be read: ${answer.status}`);
      return (await answer.json()) as MemberListState;
    },
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_MS),
  });
}
