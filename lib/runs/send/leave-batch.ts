import type { PoolClient } from "pg";
import { inSqlTransaction } from "@/lib/db";
import type { RefusedRow } from "@/lib/destinations/destination-failure";
import { enqueue } from "@/lib/jobs/enqueue";
import { advanceRun } from "../advance-run";
import { dropBody, packRecords, putBody, readBody, withoutRecords } from "./batch-body";
import { BatchSuperseded, type ClaimedBatch, moveBatch } from "./claim-batch";
import { countLeft } from "../confirm/count-left";
import { type RunEventInput, recordEvent } from "../record-event";
import type { RunContext } from "../run-context";
import { splitBatch } from "./split-batch";
import { type WaitCode, waitRun } from "../wait-run";

interface Release {
  waitMs: number;
  /** Counts as a try that failed. */
  isFailure: boolean;
  /** The request may have taken effect, so the submission is looked for before the next. */
  isAmbiguous: boolean;
  event: Pick<RunEventInput, "code" | "params"> | null;
  /** The whole run waits, not this batch alone. */
  wait: WaitCode | null;
}

/** Gives a claimed batch back, to be done by anybody after a while. */
export async function releaseBatch(
  client: PoolClient,
  { run }: RunContext,
  batch: ClaimedBatch,
  { waitMs, isFailure, isAmbiguous, event, wait }: Release,
): Promise<void> {
  await moveBatch(client, batch, "pending", {
    set: `failures = failures + $5, sent_at = CASE WHEN $6 THEN sent_at ELSE $7::timestamptz END,
      not_before = clock_timestamp() + make_interval(secs => $8)`,
    values: [isFailure ? 1 : 0, isAmbiguous, batch.sentAt, waitMs / 1000],
  });
  if (event) await recordEvent(client, { runId: run.id, level: "warning", batch: batch.no, ...event });
  if (wait) return waitRun(client, run.id, { code: wait, waitMs });
  const key = `${run.id}:${batch.no}`;
  await enqueue(client, "run.batch", {}, { key, afterMs: waitMs });
}

/** Gives a batch up: its people are not sent, or not taken off. */
export async function failBatch(
  { run }: RunContext,
  batch: ClaimedBatch,
  why: { code: string; requestId: string | null; isAmbiguous: boolean; problem?: string },
): Promise<void> {
  await inSqlTransaction(async (client) => {
    await moveBatch(client, batch, "failed", {
      set: "sent_at = CASE WHEN $5 THEN sent_at ELSE $6::timestamptz END",
      values: [why.isAmbiguous, batch.sentAt],
    });
    const params = { batch: batch.no, code: why.code, requestId: why.requestId ?? "" };
    await recordEvent(client, {
      runId: run.id,
      code: "batch_gave_up",
      level: "problem",
      batch: batch.no,
      params,
    });
    await client.query(
      "UPDATE run SET problem_code = $3, problem_params = $2 WHERE id = $1 AND problem_code IS NULL",
      [
        run.id,
        JSON.stringify({ code: why.code, requestId: why.requestId ?? "" }),
        why.problem ?? "destination_refused",
      ],
    );
    await advanceRun(client, run.id);
  });
}

async function writeRefused(
  client: PoolClient,
  { run, problemsExpireOn }: RunContext,
  refused: { seq: number; row: RefusedRow }[],
): Promise<void> {
  await client.query(
    `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier, code, detail, field)
     SELECT $1, $2, i.seq, 'rejected', i.profile_id, i.identifier, r.code, r.detail, r.field
     FROM unnest($4::int[], $5::text[], $6::text[], $7::text[]) AS r (seq, code, detail, field)
     JOIN run_data.item i ON i.expires_on = $3 AND i.run = $2 AND i.seq = r.seq`,
    [
      problemsExpireOn,
      run.number,
      run.expiresOn,
      refused.map(({ seq }) => seq),
      refused.map(({ row }) => row.code),
      refused.map(({ row }) => row.detail),
      refused.map(({ row }) => row.field),
    ],
  );
}

async function isRevised(client: PoolClient, { runId, no }: ClaimedBatch): Promise<boolean> {
  const { rows } = await client.query<{ isRevised: boolean }>(
    'SELECT is_revised AS "isRevised" FROM run_batch WHERE run_id = $1 AND no = $2 FOR UPDATE',
    [runId, no],
  );
  return rows[0]?.isRevised ?? false;
}

const atOnce = { waitMs: 0, isFailure: false, isAmbiguous: false, wait: null };

/** The destination named rows of a refused request: those are rejected, the rest is sent again without them. */
export async function refuseRows(
  context: RunContext,
  batch: ClaimedBatch,
  rows: readonly RefusedRow[],
): Promise<void> {
  const { run } = context;
  const body = await readBody(run.number, batch.no);
  // It goes with the end of the batch, which another worker has brought about then.
  if (!body) throw new BatchSuperseded(batch);
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  const refused = [...byIndex].flatMap(([index, row]) => {
    const seq = body.seqs[index];
    return seq === undefined ? [] : [{ seq, row }];
  });
  const rest = withoutRecords(body, (index) => byIndex.has(index));
  const packed = await packRecords(rest);
  await inSqlTransaction(async (client) => {
    // Somebody was erased after the bytes were read here, and must not come back with them: it is sent once more.
    if (await isRevised(client, batch))
      return releaseBatch(client, context, batch, { ...atOnce, event: null });
    const params = { batch: batch.no, people: refused.length };
    await releaseBatch(client, context, batch, { ...atOnce, event: { code: "rows_refused", params } });
    await writeRefused(client, context, refused);
    await putBody(client, { run: run.number, no: batch.no }, { body: rest, packed });
    await client.query("UPDATE run_batch SET records = $3 WHERE run_id = $1 AND no = $2", [
      run.id,
      batch.no,
      rest.block.count,
    ]);
    await countLeft(client, context, batch.no);
  });
}

/** A removal that is too big: both halves become batches. One person alone cannot be taken off. */
export async function halveRemoval(
  context: RunContext,
  batch: ClaimedBatch,
  why: { code: string; requestId: string | null },
): Promise<void> {
  if (batch.firstSeq === batch.lastSeq) return failBatch(context, batch, { ...why, isAmbiguous: false });
  await inSqlTransaction(async (client) => {
    await splitBatch(client, batch, Math.ceil((batch.firstSeq + batch.lastSeq) / 2));
    const event = { code: "batch_split", params: { batch: batch.no } };
    await releaseBatch(client, context, batch, { ...atOnce, event });
  });
}

/** The request was too big for the destination: both halves become batches. One person alone is rejected. */
export async function halveBatch(context: RunContext, batch: ClaimedBatch): Promise<void> {
  const { run } = context;
  const body = await readBody(run.number, batch.no);
  const middle = body?.seqs[Math.ceil(body.seqs.length / 2)];
  if (middle === undefined) {
    const row = { index: 0, code: "record_too_large", detail: "", field: null };
    return refuseRows(context, batch, [row]);
  }
  await inSqlTransaction(async (client) => {
    const otherHalf = await splitBatch(client, batch, middle);
    await dropBody(client, run.number, batch.no);
    await client.query(
      "DELETE FROM run_data.warning WHERE expires_on = $1 AND run = $2 AND seq = ANY($3::int[])",
      [run.expiresOn, run.number, body?.seqs ?? []],
    );
    await client.query("UPDATE run_batch SET warnings = 0 WHERE run_id = $1 AND no = $2", [run.id, batch.no]);
    // No other batch is touched: its worker may hold it, and wait for the run that is held here.
    for (const no of [batch.no, otherHalf]) await countLeft(client, context, no);
    const event = { code: "batch_split", params: { batch: batch.no } };
    await releaseBatch(client, context, batch, { ...atOnce, event });
  });
}
