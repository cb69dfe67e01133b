import { openConnection, quotaOf } from "@/lib/connections/open-channel";
import { prisma } from "@/lib/db";
import type { Channel } from "@/lib/destinations/types";
import type { Stopping } from "@/lib/jobs/stopping";
import { limitRequests } from "@/lib/limiter/limit-requests";
import { whyNotSend } from "../may-send";
import type { RunContext } from "../run-context";
import { countRequests } from "../send/count-requests";
import { SendForbidden } from "../send/fence";

const PATIENCE_MS = 10_000;

/** Asking goes on after most of what stops a run, but by an address only while there is consent to name it. */
async function requireConsent({ connection }: RunContext): Promise<void> {
  const reason = await whyNotSend(prisma(), connection.id);
  if (reason === "consent_withdrawn" || reason === "connection_removed") throw new SendForbidden(reason);
}

/**
 * A channel to ask after a run's submissions with, and what counts its requests. Once the consent is withdrawn, nobody
 * is looked for on the list any more, and so nobody found there.
 */
export async function openAsking(
  context: RunContext,
  { beginNothing, giveUp }: Stopping,
): Promise<{ channel: Channel; keep: () => Promise<void> }> {
  const limits = limitRequests(quotaOf(context.connection), {
    patienceMs: PATIENCE_MS,
    signal: beginNothing,
    fence: () => requireConsent(context),
  });
  const { hooks, keep } = countRequests(context.run.id, limits);
  const channel = await openConnection(context.connection, { signal: giveUp, hooks });
  async function findMembers(...sought: Parameters<Channel["findMembers"]>): Promise<ReadonlySet<string>> {
    return channel.findMembers(...sought).catch((error: Error) => {
      if (error instanceof SendForbidden) return new Set<string>();
      throw error;
    });
  }
  return { channel: { ...channel, findMembers }, keep };
}
