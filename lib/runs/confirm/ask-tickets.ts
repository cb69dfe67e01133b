import { DestinationFailure } from "@/lib/destinations/destination-failure";
import type { Channel, TicketState } from "@/lib/destinations/types";
import { type AwaitingBatch, listAwaiting } from "./awaiting-batch";
import { isUnreadable } from "./is-unreadable";
import { stopForList } from "../plan/find-list";
import type { RunContext } from "../run-context";
import { settleBatch } from "./settle-batch";
import { LONGEST_HOURS, settleTicket } from "./settle-ticket";

/** What asking brought: nothing is awaited any more, something ended, or nothing did. */
export type Answered = "all_settled" | "news" | "no_news";

/** Nobody will ever be told what became of these people. */
async function settleUnknown(
  context: RunContext,
  batches: AwaitingBatch[],
  event: string | null = null,
): Promise<void> {
  for (const batch of batches) await settleBatch(context, batch, { errors: [], certain: new Set(), event });
}

async function settleEnded(
  context: RunContext,
  channel: Channel,
  batches: AwaitingBatch[],
  { states, signal }: { states: ReadonlyMap<string, TicketState>; signal?: AbortSignal },
): Promise<boolean> {
  let hasNews = false;
  const failures: DestinationFailure[] = [];
  for (const batch of batches) {
    signal?.throwIfAborted();
    const state = states.get(batch.ticketId);
    try {
      if (state && (await settleTicket(context, channel, batch, state))) hasNews = true;
    } catch (error) {
      // It may be so of one submission alone; the others have answers.
      if (!(error instanceof DestinationFailure && isUnreadable(error.report))) throw error;
      failures.push(error);
    }
  }
  if (failures[0]) throw failures[0];
  return hasNews;
}

/** Asks once after everything that is awaited, and settles what has ended, batch by batch until `signal` aborts. */
export async function askTickets(
  context: RunContext,
  channel: Channel,
  signal?: AbortSignal,
): Promise<Answered> {
  const awaiting = await listAwaiting(context.run.id);
  if (awaiting.length === 0) return "all_settled";
  const tickets = awaiting.map(({ ticketId, ticketAt }) => ({
    id: ticketId,
    createdAtMs: ticketAt.getTime(),
  }));
  const states = await channel.check(tickets);
  const areLast = [...states.values()].every(({ state }) => state === "done");
  // An import is called done although its list was deleted meanwhile.
  if (areLast && (await channel.lists.get(context.run.listId)) === null) {
    await stopForList(context);
    await settleUnknown(context, awaiting);
    return "all_settled";
  }
  return (await settleEnded(context, channel, awaiting, { states, signal })) ? "news" : "no_news";
}

/** Ends the asking of a run whose connection was removed: there is nobody to ask any more. */
export async function giveUpAsking(context: RunContext): Promise<void> {
  await settleUnknown(context, await listAwaiting(context.run.id));
}

/** Ends the asking after what has been awaited for hours, where the answers cannot be read. */
export async function giveUpUnreadable(context: RunContext): Promise<void> {
  const awaiting = await listAwaiting(context.run.id);
  const overdue = awaiting.filter(({ ageHours }) => ageHours > LONGEST_HOURS);
  await settleUnknown(context, overdue, "answers_unreadable");
}
