import { inSqlTransaction } from "@/lib/db";
import type { Channel, RecordError, TicketCounts, TicketState } from "@/lib/destinations/types";
import { enqueue } from "@/lib/jobs/enqueue";
import type { AwaitingBatch } from "./awaiting-batch";
import { collectErrors } from "./collect-errors";
import { recordEvent } from "../record-event";
import type { RunContext } from "../run-context";
import { readIdentifiers, settleBatch } from "./settle-batch";

/** Contract 7.6: hours, not minutes, for large imports. */
export const LONGEST_HOURS = 6;
/** A submission that was lost is made once more; then it is a verdict. */
const MOST_SUBMISSIONS = 2;

/** Sends a batch again whose submission came to nothing; its bytes are the same. False where the run was stopped. */
async function sendAgain(batch: AwaitingBatch, code: string): Promise<boolean> {
  return inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE run_batch SET state = 'pending', epoch = epoch + 1, not_before = NULL
       WHERE run_id = $1 AND no = $2 AND epoch = $3 AND state = 'awaiting'
         AND (SELECT status IN ('running', 'waiting') FROM run WHERE id = $1)`,
      [batch.runId, batch.no, batch.epoch],
    );
    if (rowCount !== 1) return false;
    const params = { batch: batch.no };
    await recordEvent(client, { runId: batch.runId, code, level: "warning", batch: batch.no, params });
    await client.query(`UPDATE run SET phase = 'send' WHERE id = $1 AND phase = 'confirm'`, [batch.runId]);
    await enqueue(client, "run.batch", {}, { key: `${batch.runId}:${batch.no}` });
    return true;
  });
}

/** What went wrong with a submission that will not come to a good end; null while it may. */
function misfortuneOf(batch: AwaitingBatch, state: TicketState): string | null {
  if (state.state === "canceled") return "job_canceled";
  if (state.state === "missing") return "job_missing";
  return state.state === "pending" && batch.ageHours > LONGEST_HOURS ? "job_stuck" : null;
}

/**
 * Acts on what the destination says of one submission. Answers whether that was news. Accepted is not done: a batch is
 * done when everybody in it is accounted for, rejected or unconfirmed by name.
 */
export async function settleTicket(
  context: RunContext,
  channel: Channel,
  batch: AwaitingBatch,
  state: TicketState,
): Promise<boolean> {
  const misfortune = misfortuneOf(batch, state);
  if (misfortune && batch.submissions < MOST_SUBMISSIONS && (await sendAgain(batch, misfortune))) return true;
  if (misfortune) {
    await settleBatch(context, batch, { errors: [], certain: new Set(), event: misfortune });
    return true;
  }
  if (state.state !== "done") return false;
  const { counts } = state;
  const errors = counts.rejected > 0 ? await collectErrors(channel, batch.ticketId) : [];
  const isWhole = counts.rejected === 0 && counts.unconfirmed === 0 && counts.total === batch.records;
  const certain = isWhole ? null : await findCertain(context, channel, { batch, counts, errors });
  await settleBatch(context, batch, { errors, certain, event: null });
  return true;
}

interface Outcome {
  batch: AwaitingBatch;
  counts: TicketCounts;
  errors: readonly RecordError[];
}

/**
 * Whose sending is certain in a batch that came out short; null where the errors name everybody who is missing, some
 * name nobody we know. Who is not on the list was not taken; where that explains all who are missing, the others were.
 * Where it does not, some of them were there before, and being there proves nothing of anybody.
 */
async function findCertain(
  context: RunContext,
  channel: Channel,
  { batch, counts, errors }: Outcome,
): Promise<ReadonlySet<string> | null> {
  const named = new Set(errors.map(({ email }) => email?.toLowerCase()));
  const sent = await readIdentifiers(context, batch);
  const others = sent.filter((identifier) => !named.has(identifier));
  const unnamed = Math.max(0, counts.rejected - (sent.length - others.length));
  const missing = unnamed + counts.unconfirmed + Math.abs(counts.total - batch.records);
  if (missing === 0) return null;
  const onList = await channel.findMembers({ listId: context.run.listId }, others);
  const absent = others.filter((identifier) => !onList.has(identifier)).length;
  return absent < missing ? new Set() : onList;
}
