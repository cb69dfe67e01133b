import type { PoolClient } from "pg";
import { inSqlTransaction, pool } from "@/lib/db";
import type { RecordError } from "@/lib/destinations/types";
import { advanceRun } from "../advance-run";
import { planCountsSchema } from "../counts";
import type { AwaitingBatch } from "./awaiting-batch";
import { dropBody } from "../send/batch-body";
import { countLeft } from "./count-left";
import { eitherFilled } from "./either-filled";
import { recordEvent } from "../record-event";
import type { RunContext } from "../run-context";

interface Verdict {
  errors: RecordError[];
  /** Whose sending is certain; null for everybody who was not rejected. */
  certain: ReadonlySet<string> | null;
  /** What to write into the log besides; null where nothing was wrong. */
  event: string | null;
}

/** The addresses of a batch that were sent. */
export async function readIdentifiers(
  { run, problemsExpireOn }: RunContext,
  batch: AwaitingBatch,
): Promise<string[]> {
  const { rows } = await pool().query<{ identifier: string }>(
    `SELECT i.identifier FROM run_data.item i WHERE i.expires_on = $1 AND i.run = $2 AND i.seq BETWEEN $3 AND $4
       AND NOT EXISTS (SELECT 1 FROM run_data.outcome o WHERE o.expires_on = $5 AND o.run = i.run AND o.seq = i.seq)`,
    [run.expiresOn, run.number, batch.firstSeq, batch.lastSeq, problemsExpireOn],
  );
  return rows.map(({ identifier }) => identifier);
}

/** Writes who was rejected, by the address that was sent. Errors without one cannot be told of anybody. */
async function writeRejected(
  client: PoolClient,
  { run, problemsExpireOn }: RunContext,
  batch: AwaitingBatch,
  errors: RecordError[],
): Promise<number> {
  const known = errors.flatMap(({ email, ...error }) =>
    email === null ? [] : [{ ...error, email: email.toLowerCase() }],
  );
  const { rowCount } = await client.query(
    `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier, code, detail, field)
     SELECT DISTINCT ON (i.seq) $1::date, $2::bigint, i.seq, 'rejected', i.profile_id, i.identifier, e.code, e.detail, e.field
     FROM unnest($6::text[], $7::text[], $8::text[], $9::text[]) AS e (email, code, detail, field)
     JOIN run_data.item i ON i.expires_on = $3 AND i.run = $2 AND i.seq BETWEEN $4 AND $5 AND i.identifier = e.email
     ON CONFLICT DO NOTHING`,
    [
      problemsExpireOn,
      run.number,
      run.expiresOn,
      batch.firstSeq,
      batch.lastSeq,
      known.map(({ email }) => email),
      known.map(({ code }) => code),
      known.map(({ detail }) => detail),
      known.map(({ field }) => field),
    ],
  );
  return rowCount ?? 0;
}

async function writeUnconfirmed(
  client: PoolClient,
  { run, problemsExpireOn }: RunContext,
  batch: AwaitingBatch,
  identifiers: string[],
): Promise<number> {
  if (identifiers.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier)
     SELECT $1, $2, i.seq, 'unconfirmed', i.profile_id, i.identifier FROM run_data.item i
     WHERE i.expires_on = $3 AND i.run = $2 AND i.seq BETWEEN $4 AND $5 AND i.identifier = ANY($6)
     ON CONFLICT DO NOTHING`,
    [problemsExpireOn, run.number, run.expiresOn, batch.firstSeq, batch.lastSeq, identifiers],
  );
  return rowCount ?? 0;
}

// Each of a million rows would look first whether there is one already.
const ifKnown = `ON CONFLICT (ledger_id, identifier) DO UPDATE SET state = excluded.state,
  profile_id = excluded.profile_id,
  filled = CASE WHEN excluded.state IS NULL THEN ${eitherFilled} ELSE excluded.filled END,
  changed_run = excluded.changed_run, left_run = NULL`;

const UNIQUE_VIOLATION = "23505";

async function insertLedger(
  client: PoolClient,
  { run, problemsExpireOn }: RunContext,
  batch: AwaitingBatch,
  onConflict: string,
): Promise<{ added: number; changed: number }> {
  const { rows } = await client.query(
    `WITH settled AS (
       SELECT i.*, o.kind AS left_as, sent.state, sent.filled::smallint[] FROM run_data.batch_body body
       CROSS JOIN LATERAL unnest(body.seqs, body.states, body.filled) AS sent (seq, state, filled)
       JOIN run_data.item i ON i.seq = sent.seq
       LEFT JOIN run_data.outcome o ON o.expires_on = $5 AND o.run = i.run AND o.seq = i.seq
       WHERE body.run = $2 AND body.no = $7 AND i.expires_on = $1 AND i.run = $2 AND i.seq BETWEEN $3 AND $4
         AND (o.kind IS NULL OR o.kind = 'unconfirmed') ORDER BY i.seq),
     written AS (
       INSERT INTO run_data.ledger_entry AS entry
         (ledger_id, identifier, state, profile_id, filled, added_run, changed_run)
       SELECT $6, identifier, CASE WHEN left_as IS NULL THEN state END, profile_id, filled, $2, $2 FROM settled
       ${onConflict})
     SELECT count(*) FILTER (WHERE kind = 'add' AND left_as IS NULL)::int AS added,
       count(*) FILTER (WHERE kind = 'change' AND left_as IS NULL)::int AS changed FROM settled`,
    [run.expiresOn, run.number, batch.firstSeq, batch.lastSeq, problemsExpireOn, run.ledgerId, batch.no],
  );
  return (rows[0] as { added: number; changed: number } | undefined) ?? { added: 0, changed: 0 };
}

/** Whether the run found nobody in the ledger of whom anything was confirmed. */
function isFirst({ run }: RunContext): boolean {
  const plan = planCountsSchema.safeParse(run.plan).data;
  return plan !== undefined && plan.change + plan.unchanged === 0;
}

/** The same for people none of whom the ledger knows; null, and nothing written, where it knows one. */
async function insertUnknown(
  client: PoolClient,
  context: RunContext,
  batch: AwaitingBatch,
): Promise<{ added: number; changed: number } | null> {
  await client.query("SAVEPOINT ledger");
  try {
    return await insertLedger(client, context, batch, "");
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    await client.query("ROLLBACK TO SAVEPOINT ledger");
    return null;
  }
}

/**
 * The ledger learns what was confirmed. Who is unconfirmed may be on the list: the entry has no state, so that the next
 * run sends the person again, and a later removal finds them. Answers the numbers added and changed.
 */
async function writeLedger(
  client: PoolClient,
  context: RunContext,
  batch: AwaitingBatch,
): Promise<{ added: number; changed: number }> {
  // PostgreSQL cannot see how many people a body is of, and would look for each of ten thousand on its own.
  await client.query("SET LOCAL enable_nestloop = off");
  const written =
    (isFirst(context) && (await insertUnknown(client, context, batch))) ||
    (await insertLedger(client, context, batch, ifKnown));
  await client.query("SET LOCAL enable_nestloop = on");
  return written;
}

/**
 * Ends a batch: who was rejected, who is unconfirmed, what the ledger says now and the batch's counts are written in
 * one transaction, once. A batch that somebody else settled meanwhile is left alone.
 */
export async function settleBatch(
  context: RunContext,
  batch: AwaitingBatch,
  { errors, certain, event }: Verdict,
): Promise<void> {
  const { run } = context;
  const sent = certain ? await readIdentifiers(context, batch) : [];
  const doubtful = sent.filter((identifier) => !certain?.has(identifier));
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE run_batch SET state = 'done', ended_at = clock_timestamp()
       WHERE run_id = $1 AND no = $2 AND epoch = $3 AND state = 'awaiting'`,
      [batch.runId, batch.no, batch.epoch],
    );
    if (rowCount !== 1) return;
    const rejected = await writeRejected(client, context, batch, errors);
    const unconfirmed = await writeUnconfirmed(client, context, batch, doubtful);
    const { added, changed } = await writeLedger(client, context, batch);
    await client.query("UPDATE run_batch SET added = $3, changed = $4 WHERE run_id = $1 AND no = $2", [
      batch.runId,
      batch.no,
      added,
      changed,
    ]);
    if (rejected + unconfirmed > 0) await countLeft(client, context, batch.no);
    await logSettled(client, batch, {
      people: added + changed,
      rejected,
      unconfirmed,
      event,
    });
    await dropBody(client, run.number, batch.no);
    await advanceRun(client, batch.runId);
  });
}

async function logSettled(
  client: PoolClient,
  { runId, no }: AwaitingBatch,
  {
    people,
    rejected,
    unconfirmed,
    event,
  }: { people: number; rejected: number; unconfirmed: number; event: string | null },
): Promise<void> {
  const log = (code: string, level: "info" | "warning", params: Record<string, number>) =>
    recordEvent(client, { runId, batch: no, code, level, params: { batch: no, ...params } });
  if (event) await log(event, "warning", {});
  if (rejected > 0) await log("batch_rejected", "warning", { people: rejected });
  if (unconfirmed > 0) await log("unconfirmed", "warning", { people: unconfirmed });
  await log("batch_confirmed", "info", { people });
}
