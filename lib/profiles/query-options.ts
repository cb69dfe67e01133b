import { queryOptions } from "@tanstack/react-query";
import type { CountState } from "./field-catalogue";
import type { ProfilePage } from "./queries";
import type { ListProfilesInput } from "./schema";
import type { UnificationState } from "./unification";

async function fetchProfiles(input: ListProfilesInput, signal: AbortSignal): Promise<ProfilePage> {
  const answer = await fetch("/api/customers", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(input),
    signal,
  });
  if (!answer.ok) throw new Error(`Customers could not be read: ${answer.status}`);
  return (await answer.json()) as ProfilePage;
}

/** A page of people. An earlier question is called off when the next is asked. */
export function profilesQuery(input: ListProfilesInput) {
  return queryOptions({
    queryKey: ["profiles", input],
    queryFn: ({ signal }) => fetchProfiles(input, signal),
  });
}

const POLL_MS = 1_000;

async function fetchJson<Answer>(address: string, signal: AbortSignal): Promise<Answer> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${address} could not be read: ${answer.status}`);
  return (await answer.json()) as Answer;
}

/** When the fields were last counted, polled while people changed since. */
export function countStateQuery(initial: CountState) {
  return queryOptions({
    queryKey: ["fields", "count"],
    queryFn: ({ signal }) => fetchJson<CountState>("/api/fields", signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.isStale ? POLL_MS * 2 : false),
  });
}

export function isUnifying(state: UnificationState | null): boolean {
  return state?.status === "queued" || state?.status === "running";
}

/** Profiles being unified anew, polled until they are. */
export function unificationQuery(initial: { unification: UnificationState | null }) {
  return queryOptions({
    queryKey: ["unification"],
    queryFn: ({ signal }) => fetchJson<typeof initial>("/api/sources/order", signal),
    initialData: initial,
    refetchInterval: ({ state }) => (isUnifying(state.data?.unification ?? null) ? POLL_MS : false),
  });
}
