import { pool } from "@/lib/db";
import type { Channel, Target, Ticket } from "@/lib/destinations/types";
import type { ClaimedBatch } from "./claim-batch";

interface Sought {
  target: Target;
  people: number;
  since: Date;
}

/** What the log says of a batch that may have led to more submissions than the one it claims. */
const doubts = ["answer_lost", "taken_over", "resent", "job_canceled", "job_missing", "job_stuck"];

/**
 * Whether another batch to the list, of as many records, is in doubt as well or has led to a submission that it does
 * not claim: then what is found could be its, and taking that for this one's would leave people out. The same where
 * another batch claims `ticketId` by now.
 */
async function hasRival(
  { runId, no }: ClaimedBatch,
  { people, since }: Sought,
  ticketId: string | null,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `SELECT 1 FROM run own JOIN run r ON r.account_id = own.account_id AND r.list_id = own.list_id
     JOIN run_batch b ON b.run_id = r.id
     WHERE own.id = $1 AND (b.run_id <> $1 OR b.no <> $2) AND b.records = $3
       AND (r.settled_at IS NULL OR r.settled_at > $4::timestamptz - interval '5 minutes')
       AND (b.ticket_id = $5 OR b.sent_at IS NOT NULL OR EXISTS (SELECT 1 FROM run_event e
         WHERE e.run_id = b.run_id AND e.batch = b.no AND e.code = ANY ($6)))
     LIMIT 1`,
    [runId, no, people, since, ticketId, doubts],
  );
  return rowCount === 1;
}

/** Submissions that a batch of ours claims, a while before `since` included: it is another clock's. */
async function knownTickets(since: Date): Promise<Set<string>> {
  const { rows } = await pool().query<{ ticket_id: string }>(
    "SELECT ticket_id FROM run_batch WHERE ticket_at > $1::timestamptz - interval '10 minutes'",
    [since],
  );
  return new Set(rows.map(({ ticket_id }) => ticket_id));
}

/**
 * The submission a request without an answer led to: the only one to the list since then with as many records that no
 * batch of ours claims or may have made. Null where there is none, or more than one; then sending again is safe, since
 * it is the same.
 */
export async function findOrphan(
  channel: Channel,
  batch: ClaimedBatch,
  sought: Sought,
): Promise<Ticket | null> {
  if (await hasRival(batch, sought, null)) return null;
  const { target, people, since } = sought;
  const known = await knownTickets(since);
  const orphans = await channel.findSubmissions(target, { records: people, sinceMs: since.getTime(), known });
  const [orphan] = orphans;
  if (!orphan || orphans.length > 1) return null;
  // A batch that left while we looked may have made it. Whoever made what we found has noted that by now (`sent_at`,
  // then the ticket), so one statement sees the one or the other.
  return (await hasRival(batch, sought, orphan.id)) ? null : orphan;
}
