import { queryOptions } from "@tanstack/react-query";
import type { DeliveryLine, Inbox } from "./queries";

const COUNT_POLL_MS = 15_000;
const INBOX_POLL_MS = 5_000;
const DELIVERIES_POLL_MS = 3_000;

async function read<T>(address: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${address} could not be read: ${answer.status}`);
  return (await answer.json()) as T;
}

/** How many notifications are unread; not asked while the page is hidden. */
export function unreadQuery(initial: { unread: number }) {
  return queryOptions({
    queryKey: ["notifications", "unread"],
    queryFn: ({ signal }) => read<{ unread: number }>("/api/notifications/unread", signal),
    initialData: initial,
    refetchInterval: COUNT_POLL_MS,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: "always",
  });
}

/** The inbox as it is filtered. */
export function inboxQuery(initial: Inbox) {
  return queryOptions({
    queryKey: ["notifications", "inbox", initial.filter],
    queryFn: ({ signal }) => read<Inbox>(`/api/notifications?show=${initial.filter}`, signal),
    initialData: initial,
    refetchInterval: INBOX_POLL_MS,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: "always",
  });
}

/** The newest messages of the outbox. */
export function deliveriesQuery(initial: DeliveryLine[]) {
  return queryOptions({
    queryKey: ["notifications", "deliveries"],
    queryFn: ({ signal }) => read<DeliveryLine[]>("/api/notifications/deliveries", signal),
    initialData: initial,
    refetchInterval: DELIVERIES_POLL_MS,
    refetchIntervalInBackground: false,
  });
}
