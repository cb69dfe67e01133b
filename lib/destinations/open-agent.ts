import { Agent } from "undici";

/** From the first packet, name lookup included, to a usable connection. */
export const CONNECT_MS = 10_000;

/**
 * Connections for destinations: a connect deadline, one request at a time on each, HTTP/1.1 only, since the fence
 * counts on a request having its connection to itself. Close it when done.
 */
export function openAgent(options: { connectMs?: number } = {}): Agent {
  return new Agent({
    connect: { timeout: options.connectMs ?? CONNECT_MS },
    allowH2: false,
    pipelining: 1,
  });
}
