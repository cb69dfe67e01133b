import type { PoolClient } from "pg";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "../create-run";
import { eitherFilled } from "./either-filled";

/**
 * People of batches that were given up after a request whose answer never came: they may be on the list, so they are
 * unconfirmed, and the ledger knows them without a state (as in settleBatch). Called before a run's books are closed.
 */
export async function markDoubtful(client: PoolClient, runId: string): Promise<void> {
  await client.query(
    `WITH doubtful AS (
       SELECT i.*, r.ledger_id, sent.filled::smallint[] FROM run r JOIN run_batch b ON b.run_id = r.id
       JOIN run_data.item i ON i.expires_on = r.expires_on AND i.run = r.number
         AND i.seq BETWEEN b.first_seq AND b.last_seq
       LEFT JOIN run_data.batch_body body ON body.run = r.number AND body.no = b.no
       LEFT JOIN LATERAL unnest(body.seqs, body.filled) AS sent (seq, filled) ON sent.seq = i.seq
       WHERE r.id = $1 AND b.kind = 'send' AND b.state IN ('failed', 'canceled') AND b.sent_at IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM run_data.outcome o
           WHERE o.expires_on = r.expires_on + $2::int AND o.run = r.number AND o.seq = i.seq)),
     told AS (
       INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier)
       SELECT expires_on + $2::int, run, seq, 'unconfirmed', profile_id, identifier FROM doubtful)
     INSERT INTO run_data.ledger_entry AS entry (ledger_id, identifier, profile_id, filled, added_run, changed_run)
     SELECT ledger_id, identifier, profile_id, filled, run, run FROM doubtful
     ON CONFLICT (ledger_id, identifier) DO UPDATE SET state = NULL, filled = ${eitherFilled},
       changed_run = excluded.changed_run`,
    [runId, PROBLEM_DAYS - PEOPLE_DAYS],
  );
  await client.query(
    `UPDATE run_batch b SET sent_at = NULL, unconfirmed = (SELECT count(*) FROM run r JOIN run_data.outcome o
         ON o.expires_on = r.expires_on + $2::int AND o.run = r.number AND o.seq BETWEEN b.first_seq AND b.last_seq
       WHERE r.id = b.run_id AND o.kind = 'unconfirmed')
     WHERE b.run_id = $1 AND b.kind = 'send' AND b.state IN ('failed', 'canceled') AND b.sent_at IS NOT NULL`,
    [runId, PROBLEM_DAYS - PEOPLE_DAYS],
  );
}
