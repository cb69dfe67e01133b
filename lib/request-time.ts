import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";

/**
 * How long a request may take to come in, in milliseconds: two hours, in which the largest file comes over a line of
 * 5 Mbit/s. Node gives five minutes; what waits for headers has a minute, as before.
 */
export const MOST_REQUEST_MS = 2 * 3_600_000;

/** Gives uploads their time. The web server is Next's own and offers no setting, so it is met at its first request. */
export function allowLongUploads(): void {
  subscribe("http.server.request.start", (message) => {
    (message as { server: Server }).server.requestTimeout = MOST_REQUEST_MS;
  });
}
