import { queryOptions } from "@tanstack/react-query";
import type { ProfilePage } from "./queries";
import type { ListProfilesInput } from "./schema";

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
