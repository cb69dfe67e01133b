import type { ClientBase } from "pg";
import type { RunContext } from "../run-context";

/** Brings a batch's counts of people with an outcome of their own up to what the rows say. */
export async function countLeft(
  client: ClientBase,
  { run, problemsExpireOn }: RunContext,
  no: number,
): Promise<void> {
  await client.query(
    `UPDATE run_batch b SET rejected = c.rejected, unconfirmed = c.unconfirmed, not_sent = c.not_sent
     FROM (SELECT count(*) FILTER (WHERE o.kind = 'rejected')::int AS rejected,
         count(*) FILTER (WHERE o.kind = 'unconfirmed')::int AS unconfirmed,
         count(*) FILTER (WHERE o.kind = 'not_sent')::int AS not_sent
       FROM run_batch own LEFT JOIN run_data.outcome o
         ON o.expires_on = $3 AND o.run = $4 AND o.seq BETWEEN own.first_seq AND own.last_seq
       WHERE own.run_id = $1 AND own.no = $2) c
     WHERE b.run_id = $1 AND b.no = $2`,
    [run.id, no, problemsExpireOn, run.number],
  );
}
