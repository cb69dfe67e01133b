import { inSqlTransaction, pool } from "@/lib/db";
import { dropBlock } from "@/lib/destinations/record-block";
import type { Channel, Submission } from "@/lib/destinations/types";
import { advanceRun } from "../advance-run";
import { type BatchBody, readBody } from "./batch-body";
import { type ClaimedBatch, moveBatch } from "./claim-batch";
import { encodeBatch } from "./encode-batch";
import { findOrphan } from "./find-orphan";
import { requestConfirm } from "../confirm/request-confirm";
import { recordEvent } from "../record-event";
import type { RunContext } from "../run-context";

/** Everybody of the batch has an outcome already. */
async function endEmpty(batch: ClaimedBatch): Promise<void> {
  await inSqlTransaction(async (client) => {
    await moveBatch(client, batch, "done");
    await advanceRun(client, batch.runId);
  });
}

/** Accepted for processing: from here on the batch is followed by its ticket. */
async function keepTicket(
  context: RunContext,
  batch: ClaimedBatch,
  { ticket, checkAfterMs, people, code }: Submission & { people: number; code: string },
): Promise<void> {
  await inSqlTransaction(async (client) => {
    await moveBatch(client, batch, "awaiting", {
      set: `ticket_id = $5, ticket_at = $6, submitted_at = clock_timestamp(), submissions = submissions + 1,
        failures = 0, sent_at = NULL, records = $7`,
      values: [ticket.id, new Date(ticket.createdAtMs), people],
    });
    const params = { batch: batch.no, people };
    await recordEvent(client, { runId: batch.runId, code, batch: batch.no, params });
    await requestConfirm(client, context.run.id, checkAfterMs);
    await advanceRun(client, batch.runId);
  });
}

/**
 * Sends one batch of people. Its bytes are stored before the first request, so that every try sends the same. After a
 * request without an answer the submission is looked for first (rule 10). Throws what the channel throws.
 */
export async function sendBatch(context: RunContext, batch: ClaimedBatch, channel: Channel): Promise<void> {
  const body: BatchBody =
    (await readBody(context.run.number, batch.no)) ?? (await encodeBatch(context, batch));
  const people = body.block.count;
  if (people === 0) return endEmpty(batch);
  const target = { listId: context.run.listId };
  if (batch.sentAt) {
    const orphan = await findOrphan(channel, batch, { target, people, since: batch.sentAt });
    if (orphan)
      return keepTicket(context, batch, {
        state: "pending",
        ticket: orphan,
        checkAfterMs: 0,
        people,
        code: "submission_found",
      });
    await recordEvent(pool(), {
      runId: batch.runId,
      code: "resent",
      batch: batch.no,
      params: { batch: batch.no },
    });
  }
  const submission = await channel.submit(target, body.block);
  dropBlock(body.block);
  await keepTicket(context, batch, { ...submission, people, code: "batch_sent" });
}
