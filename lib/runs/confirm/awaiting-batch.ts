import { pool } from "@/lib/db";

/** A batch the destination has accepted and not yet settled. */
export interface AwaitingBatch {
  runId: string;
  no: number;
  epoch: number;
  firstSeq: number;
  lastSeq: number;
  records: number;
  submissions: number;
  ticketId: string;
  ticketAt: Date;
  /** Hours since it was accepted, by PostgreSQL's clock. */
  ageHours: number;
}

/** What a run is waiting for, oldest first. */
export async function listAwaiting(runId: string): Promise<AwaitingBatch[]> {
  const { rows } = await pool().query<AwaitingBatch>(
    `SELECT run_id AS "runId", no, epoch, first_seq AS "firstSeq", last_seq AS "lastSeq", records, submissions,
       ticket_id AS "ticketId", ticket_at AS "ticketAt",
       extract(epoch FROM clock_timestamp() - submitted_at)::float8 / 3600 AS "ageHours"
     FROM run_batch WHERE run_id = $1 AND state = 'awaiting' ORDER BY submitted_at, no`,
    [runId],
  );
  return rows;
}
