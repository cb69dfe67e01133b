import { queryOptions } from "@tanstack/react-query";
import type { About } from "./about";

const POLL_MS = 10_000;

/** What the installation is made of; workers come and go. */
export function aboutQuery(initial: About) {
  return queryOptions({
    queryKey: ["about"],
    queryFn: async ({ signal }) => {
      const answer = await fetch("/api/about", { signal });
      if (!answer.ok) throw new Error(`What Ferry is made of could not be read: ${answer.status}`);
      return (await answer.json()) as About;
    },
    initialData: initial,
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: false,
  });
}
