import { inSqlTransaction, pool } from "@/lib/db";
import type { Channel } from "@/lib/destinations/types";
import { advanceRun } from "../advance-run";
import { type ClaimedBatch, moveBatch } from "./claim-batch";
import { recordEvent } from "../record-event";
import type { RunContext } from "../run-context";

interface Leaver {
  seq: number;
  identifier: string;
  remote_id: string | null;
}

async function readLeavers({ run }: RunContext, batch: ClaimedBatch): Promise<Leaver[]> {
  const { rows } = await pool().query<Leaver>(
    `SELECT i.seq, i.identifier, entry.remote_id FROM run_data.item i
     LEFT JOIN run_data.ledger_entry entry ON entry.ledger_id = $5 AND entry.identifier = i.identifier
     WHERE i.expires_on = $1 AND i.run = $2 AND i.seq BETWEEN $3 AND $4 ORDER BY i.seq`,
    [run.expiresOn, run.number, batch.firstSeq, batch.lastSeq, run.ledgerId],
  );
  return rows;
}

/** Looks up the remote ids that are not known yet and keeps them (rule 16). */
async function findIds({ run }: RunContext, leavers: Leaver[], channel: Channel): Promise<void> {
  // Who was erased has no address to ask for.
  const unknown = leavers.filter(({ identifier, remote_id }) => remote_id === null && identifier !== "");
  if (unknown.length === 0) return;
  const found = await channel.findProfileIds(unknown.map(({ identifier }) => identifier));
  for (const leaver of unknown) leaver.remote_id = found.get(leaver.identifier) ?? null;
  await pool().query(
    `UPDATE run_data.ledger_entry entry SET remote_id = f.id FROM unnest($2::text[], $3::text[]) AS f (identifier, id)
     WHERE entry.ledger_id = $1 AND entry.identifier = f.identifier`,
    [run.ledgerId, [...found.keys()], [...found.values()]],
  );
}

/** Takes ids off the list, in halves where the remote refuses a set without saying who; answers who was not there. */
async function takeOff(channel: Channel, listId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const removal = await channel.remove({ listId }, ids);
  if (removal.state === "removed") return removal.alreadyGone;
  const middle = Math.ceil(ids.length / 2);
  const first = await takeOff(channel, listId, ids.slice(0, middle));
  return [...first, ...(await takeOff(channel, listId, ids.slice(middle)))];
}

/**
 * Takes a batch of leavers off the list; their subscriptions are not touched. Who has no profile there, or is not on
 * the list, is already gone. Done again it does no harm. Throws what the channel throws.
 */
export async function removeBatch(context: RunContext, batch: ClaimedBatch, channel: Channel): Promise<void> {
  const { run } = context;
  const leavers = await readLeavers(context, batch);
  await findIds(context, leavers, channel);
  const ids = leavers.flatMap(({ remote_id }) => remote_id ?? []);
  const absent = new Set(await takeOff(channel, run.listId, ids));
  const gone = leavers.filter(({ remote_id }) => remote_id === null || absent.has(remote_id));
  await inSqlTransaction(async (client) => {
    await moveBatch(client, batch, "done", {
      set: "removed = $5, already_gone = $6, records = $7, sent_at = NULL, submitted_at = clock_timestamp()",
      values: [leavers.length - gone.length, gone.length, leavers.length],
    });
    await client.query(
      `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier)
       SELECT expires_on, run, seq, 'already_gone', profile_id, identifier FROM run_data.item
       WHERE expires_on = $1 AND run = $2 AND seq = ANY($3::int[])`,
      [run.expiresOn, run.number, gone.map(({ seq }) => seq)],
    );
    await client.query("DELETE FROM run_data.ledger_entry WHERE ledger_id = $1 AND identifier = ANY($2)", [
      run.ledgerId,
      leavers.map(({ identifier }) => identifier),
    ]);
    const params = { batch: batch.no, people: leavers.length };
    await recordEvent(client, { runId: run.id, code: "batch_removed", batch: batch.no, params });
    await advanceRun(client, run.id);
  });
}
