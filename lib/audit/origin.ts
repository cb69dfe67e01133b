import { AsyncLocalStorage } from "node:async_hooks";
import { hashToken } from "@/lib/auth/tokens";
import { clientAddress } from "@/lib/client-address";
import { env } from "@/lib/env";
import { agentFamily } from "./agent-family";

/** Where something was asked from. */
export interface Origin {
  clientAddress: string | null;
  /** Stands for the session without leading to it. */
  session: string | null;
  agent: string | null;
}

const nowhere: Origin = { clientAddress: null, session: null, agent: null };
const origins = new AsyncLocalStorage<Origin>();
const MARK_CHARACTERS = 12;
const markOf = (sessionId: string) => hashToken(sessionId).slice(0, MARK_CHARACTERS);

/** Does `work` so that what it writes to the audit log bears where the request came from. */
export function withOrigin<Answer>(
  { headers, sessionId }: { headers: Headers; sessionId?: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const origin = {
    clientAddress: clientAddress(headers, env().TRUSTED_PROXIES),
    session: sessionId ? markOf(sessionId) : null,
    agent: agentFamily(headers.get("user-agent")),
  };
  return origins.run(origin, work);
}

/** Where the request in hand came from; nowhere in a worker. */
export function currentOrigin(): Origin {
  return origins.getStore() ?? nowhere;
}

/** The same as in the session that a sign-in has opened, or a sign-out is ending. */
export function inSession<Answer>(sessionId: string, work: () => Promise<Answer>): Promise<Answer> {
  return origins.run({ ...currentOrigin(), session: markOf(sessionId) }, work);
}
