import { inSqlTransaction } from "@/lib/db";
import type { Channel, RecordError, TicketState } from "@/lib/destinations/types";
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
  const told = counts.rejected > 0 ? await countNamed(context, batch, errors) : 0;
  const isShort = counts.unconfirmed > 0 || counts.total !== batch.records || told < counts.rejected;
  const onList = isShort ? await findOnList(context, channel, batch) : null;
  await settleBatch(context, batch, { errors, certain: onList, event: null });
  return true;
}

/** How many people of a batch the errors are of; some name nobody, or nobody we know. */
async function countNamed(
  context: RunContext,
  batch: AwaitingBatch,
  errors: readonly RecordError[],
): Promise<number> {
  const named = new Set(errors.map(({ email }) => email?.toLowerCase()));
  return (await readIdentifiers(context, batch)).filter((identifier) => named.has(identifier)).length;
}

/** Who of a batch that came out short is on the list; of the others nobody knows what became of them. */
async function findOnList(
  context: RunContext,
  channel: Channel,
  batch: AwaitingBatch,
): Promise<ReadonlySet<string>> {
  return channel.findMembers({ listId: context.run.listId }, await readIdentifiers(context, batch));
}
