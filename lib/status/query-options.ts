import { queryOptions } from "@tanstack/react-query";
import type { Progress, Status, Workflow } from "./queries";
import { isUnderWay } from "./words";

const POLL_MS = 1_000;
/** Where nothing is under way, something may begin by itself. */
const IDLE_POLL_MS = 15_000;

async function read<Answer>(address: string, signal: AbortSignal): Promise<Answer> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`The status could not be read: ${answer.status}`);
  return (await answer.json()) as Answer;
}

const isMoving = (rows: { word: Parameters<typeof isUnderWay>[0] }[]) =>
  rows.some(({ word }) => isUnderWay(word));

/** The Status page, polled each second while something is under way; not while the page is hidden. */
export function statusQuery(initial: Status) {
  return queryOptions({
    queryKey: ["status"],
    queryFn: ({ signal }) => read<Status>("/api/status", signal),
    initialData: initial,
    refetchInterval: ({ state }) =>
      state.data && (state.data.refresh?.finishedAt === null || isMoving(state.data.rows))
        ? POLL_MS
        : IDLE_POLL_MS,
  });
}

/** One task, polled as long as somebody looks at it. */
export function progressQuery(taskId: string) {
  return queryOptions({
    queryKey: ["status", "progress", taskId],
    queryFn: ({ signal }) =>
      read<Progress>(`/api/status/progress?task=${encodeURIComponent(taskId)}`, signal),
    refetchInterval: ({ state }) =>
      state.data && !isUnderWay(state.data.row.word) && !state.data.canCancel ? IDLE_POLL_MS : POLL_MS,
    retry: false,
  });
}

/** The refresh that runs or ran last, polled until it has ended. */
export function workflowQuery() {
  return queryOptions({
    queryKey: ["status", "workflow"],
    queryFn: ({ signal }) => read<Workflow>("/api/status/workflow", signal),
    refetchInterval: ({ state }) => (state.data?.refresh?.finishedAt === null ? POLL_MS : IDLE_POLL_MS),
  });
}
