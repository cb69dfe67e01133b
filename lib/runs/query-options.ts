import { queryOptions } from "@tanstack/react-query";
import type { PlanDetail } from "./find-plan";
import type { RunDetail } from "./queries";
import { isActive } from "./transitions";

const POLL_MS = 1_000;
/** Of what moves by minutes: a run that waits, and the submissions of one that ended. */
const SLOW_POLL_MS = 5_000;

/** Whether nothing of a run will change any more. */
export function isSettled({ status, settledAt }: Pick<RunDetail, "status" | "settledAt">): boolean {
  return !isActive(status) && (settledAt !== null || status === "skipped");
}

function pollAfter(run: RunDetail): number | false {
  if (isSettled(run)) return false;
  return run.status === "running" || run.status === "queued" ? POLL_MS : SLOW_POLL_MS;
}

/** One run, polled until it is settled; not while the page is hidden. */
export function runQuery(initial: RunDetail) {
  return queryOptions({
    queryKey: ["run", initial.id],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/runs/${initial.id}`, { signal });
      if (!answer.ok) throw new Error(`The run could not be read: ${answer.status}`);
      return (await answer.json()) as RunDetail;
    },
    initialData: initial,
    refetchInterval: ({ state }) => (state.data ? pollAfter(state.data) : POLL_MS),
    refetchIntervalInBackground: false,
  });
}

/** A dry run, polled until it has its numbers. */
export function planQuery(planId: string) {
  return queryOptions({
    queryKey: ["plan", planId],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/plans/${planId}`, { signal });
      if (!answer.ok) throw new Error(`The plan could not be read: ${answer.status}`);
      return (await answer.json()) as PlanDetail;
    },
    refetchInterval: ({ state }) =>
      state.data?.status === "ready" || state.data?.status === "failed" ? false : 1_000,
  });
}
