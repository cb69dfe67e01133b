import type { ClientBase } from "pg";
import type { Run } from "@/generated/prisma/client";

/** A run that was planned before: whom it has dealt with already keeps the outcome (decision 17). */
export type Again = Pick<Run, "id" | "number" | "expiresOn">;

export interface SentBefore {
  add: number;
  change: number;
  remove: number;
}

/**
 * Sets aside whom the run has dealt with before, as the temporary table `sent_before` (profile_id, identifier, kind)
 * and the verdict `sent`: nobody is sent twice by one run. Another member with such an address is a duplicate. Answers
 * how many people there are of each kind.
 */
export async function setAsideSent(client: ClientBase, run: Again): Promise<SentBefore> {
  await client.query(
    `CREATE TEMP TABLE sent_before ON COMMIT DROP AS
     SELECT i.profile_id, i.identifier, i.kind FROM run_batch b JOIN run_data.item i
       ON i.expires_on = $2 AND i.run = $3 AND i.seq BETWEEN b.first_seq AND b.last_seq
     WHERE b.run_id = $1 AND b.state <> 'canceled'`,
    [run.id, run.expiresOn, run.number],
  );
  await client.query("ANALYZE sent_before");
  await client.query(
    `UPDATE frozen f SET verdict = 'duplicate', first_profile = s.profile_id FROM sent_before s
     WHERE s.kind <> 'remove' AND s.identifier = f.identifier AND f.verdict IN ('add', 'change', 'unchanged', 'duplicate')`,
  );
  await client.query(
    `UPDATE frozen f SET verdict = 'sent' FROM sent_before s
     WHERE s.kind <> 'remove' AND s.profile_id = f.profile_id`,
  );
  const { rows } = await client.query<SentBefore>(
    `SELECT count(*) FILTER (WHERE kind = 'add')::int AS add, count(*) FILTER (WHERE kind = 'change')::int AS change,
       count(*) FILTER (WHERE kind = 'remove')::int AS remove FROM sent_before`,
  );
  return rows[0] ?? { add: 0, change: 0, remove: 0 };
}

/** Whom the run itself has sent does not leave by it, and whom it could not take off it does not try again. */
export async function keepSent(client: ClientBase): Promise<void> {
  await client.query("DELETE FROM leaving l USING sent_before s WHERE s.identifier = l.identifier");
}

/** Forgets what was planned before and not done. Answers the last numbers in use. */
export async function dropWithdrawn(
  client: ClientBase,
  { id, number, expiresOn }: Again,
  problemsExpireOn: Date,
): Promise<{ seq: number; no: number }> {
  const { rows } = await client.query<{ seq: number; no: number }>(
    "SELECT coalesce(max(last_seq), 0) AS seq, coalesce(max(no), 0) AS no FROM run_batch WHERE run_id = $1",
    [id],
  );
  const ofWithdrawn = `USING run_batch b WHERE b.run_id = $1 AND b.state = 'canceled' AND t.run = $2`;
  for (const table of ["item", "warning"])
    await client.query(
      `DELETE FROM run_data.${table} t ${ofWithdrawn} AND t.expires_on = $3 AND t.seq BETWEEN b.first_seq AND b.last_seq`,
      [id, number, expiresOn],
    );
  await client.query(
    `DELETE FROM run_data.outcome t ${ofWithdrawn} AND t.expires_on IN ($3, $4)
       AND t.seq BETWEEN b.first_seq AND b.last_seq`,
    [id, number, expiresOn, problemsExpireOn],
  );
  await client.query(`DELETE FROM run_data.batch_body t ${ofWithdrawn} AND t.no = b.no`, [id, number]);
  await client.query("DELETE FROM run_data.outcome WHERE expires_on = $1 AND run = $2 AND seq IS NULL", [
    expiresOn,
    number,
  ]);
  await client.query("DELETE FROM run_batch WHERE run_id = $1 AND state = 'canceled'", [id]);
  return rows[0] ?? { seq: 0, no: 0 };
}
