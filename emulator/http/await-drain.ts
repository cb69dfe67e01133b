import { once } from "node:events";
import type { ServerResponse } from "node:http";

/** Waits until more may be written, or until the client is gone. */
export async function awaitDrain(
  response: ServerResponse,
  event: "drain" | "finish" = "drain",
): Promise<void> {
  if (response.destroyed) return;
  const settled = new AbortController();
  const { signal } = settled;
  // Whichever comes second is called off, or its listeners would pile up on a long answer.
  await Promise.race([once(response, event, { signal }), once(response, "close", { signal })]).catch(
    () => undefined,
  );
  settled.abort();
}
