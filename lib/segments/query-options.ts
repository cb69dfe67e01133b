import { queryOptions } from "@tanstack/react-query";
import type { SegmentLine } from "./queries";

const POLL_MS = 1_000;

/** The segments, polled while one of them is being refreshed. */
export function segmentsQuery(initial: SegmentLine[]) {
  return queryOptions({
    queryKey: ["segments"],
    queryFn: async ({ signal }) => {
      const answer = await fetch("/api/segments", { signal });
      if (!answer.ok) throw new Error(`Segments could not be read: ${answer.status}`);
      return ((await answer.json()) as { segments: SegmentLine[] }).segments;
    },
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? POLL_MS : false),
  });
}

function isMoving({ refreshStatus }: SegmentLine): boolean {
  return refreshStatus === "queued" || refreshStatus === "refreshing";
}
