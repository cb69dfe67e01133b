import { queryOptions } from "@tanstack/react-query";
import type { SegmentLine } from "./queries";

const POLL_MS = 1_000;

async function fetchSegments({ signal }: { signal: AbortSignal }): Promise<SegmentLine[]> {
  const answer = await fetch("/api/segments", { signal });
  if (!answer.ok) throw new Error(`Segments could not be read: ${answer.status}`);
  return ((await answer.json()) as { segments: SegmentLine[] }).segments;
}

/** Whether a refresh of it is still to come or under way. */
export function isMovingLine({ refreshStatus }: Pick<SegmentLine, "refreshStatus">): boolean {
  return refreshStatus === "queued" || refreshStatus === "refreshing";
}

/** The segments, polled while one of them is being refreshed. */
export function segmentsQuery(initial: SegmentLine[]) {
  return queryOptions({
    queryKey: ["segments"],
    queryFn: fetchSegments,
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.some(isMovingLine) ? POLL_MS : false),
  });
}

/** The segments, polled for as long as somebody watches one that is being refreshed. */
export function watchedSegmentsQuery() {
  return queryOptions({
    queryKey: ["segments", "watched"],
    queryFn: fetchSegments,
    refetchInterval: POLL_MS,
  });
}
