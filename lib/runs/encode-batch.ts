import type { PoolClient } from "pg";
import { inSqlTransaction } from "@/lib/db";
import { type Cutter, createCutter } from "@/lib/destinations/cut-records";
import type { EncodedRecord } from "@/lib/destinations/types";
import { type BatchBody, packRecords, putBody } from "./batch-body";
import { BatchSuperseded, type ClaimedBatch } from "./claim-batch";
import { type PersonWriter, createPersonWriter } from "./person-writer";
import { type ItemToSend, readItems } from "./read-items";
import { recordEvent } from "./record-event";
import type { RunContext } from "./run-context";
import { splitBatch } from "./split-batch";

interface Left {
  seq: number;
  profileId: string;
  kind: "rejected" | "not_sent";
  code: string;
}

interface Row {
  seq: number;
  record: EncodedRecord;
  bytes: number;
  state: string | null;
  filled: string | null;
}

interface Encoded {
  rows: Row[];
  left: Left[];
  warnings: { seq: number; profileId: string; field: string; code: string }[];
  /** The first item that no longer fits into this body; null where all do. */
  overflowSeq: number | null;
}

function encodeOne(writer: PersonWriter, item: ItemToSend, encoded: Encoded): Row | null {
  const { seq, profile_id: profileId } = item;
  if (item.written === null) {
    encoded.left.push({ seq, profileId, kind: "not_sent", code: "profile_gone" });
    return null;
  }
  const encoding = writer.write(item.identifier, item.written, item.had);
  if (!encoding.ok) {
    encoded.left.push({ seq, profileId, kind: "rejected", code: encoding.code });
    return null;
  }
  const { record, warnings, filled } = encoding;
  for (const { field, code } of warnings) encoded.warnings.push({ seq, profileId, field, code });
  return { seq, record, bytes: record.bytes, state: item.state, filled };
}

async function encodeItems(context: RunContext, batch: ClaimedBatch): Promise<Encoded> {
  const encoded: Encoded = { rows: [], left: [], warnings: [], overflowSeq: null };
  const cutter: Cutter<Row> = createCutter<Row>(context.destination.limits);
  const writer = createPersonWriter(context);
  for await (const page of readItems(context, batch)) {
    for (const item of page) {
      const row = encodeOne(writer, item, encoded);
      const full = row && cutter.add(row);
      if (!full) continue;
      encoded.warnings = encoded.warnings.filter(({ seq }) => seq < item.seq);
      return { ...encoded, rows: full, overflowSeq: item.seq };
    }
  }
  return { ...encoded, rows: cutter.rest() };
}

async function writeLeft(
  client: PoolClient,
  { run, problemsExpireOn }: RunContext,
  left: Left[],
): Promise<void> {
  await client.query(
    `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier, code)
     SELECT $1, $2, l.seq, l.kind, l.profile_id, i.identifier, l.code
     FROM unnest($3::int[], $4::text[], $5::bigint[], $6::text[]) AS l (seq, kind, profile_id, code)
     JOIN run_data.item i ON i.expires_on = $7 AND i.run = $2 AND i.seq = l.seq`,
    [
      problemsExpireOn,
      run.number,
      left.map(({ seq }) => seq),
      left.map(({ kind }) => kind),
      left.map(({ profileId }) => profileId),
      left.map(({ code }) => code),
      run.expiresOn,
    ],
  );
}

async function writeWarnings(client: PoolClient, { run }: RunContext, { warnings }: Encoded): Promise<void> {
  await client.query(
    `INSERT INTO run_data.warning (expires_on, run, seq, profile_id, field, code)
     SELECT $1, $2, * FROM unnest($3::int[], $4::bigint[], $5::text[], $6::text[])`,
    [
      run.expiresOn,
      run.number,
      warnings.map(({ seq }) => seq),
      warnings.map(({ profileId }) => profileId),
      warnings.map(({ field }) => field),
      warnings.map(({ code }) => code),
    ],
  );
}

/**
 * Encodes a batch's people with their attributes of now and stores the bytes before anything is sent, together with
 * who cannot be sent and what is left out. What does not fit one body becomes a batch of its own.
 */
export async function encodeBatch(context: RunContext, batch: ClaimedBatch): Promise<BatchBody> {
  const encoded = await encodeItems(context, batch);
  const body: BatchBody = {
    seqs: encoded.rows.map(({ seq }) => seq),
    records: encoded.rows.map(({ record }) => record),
    states: encoded.rows.map(({ state }) => state),
    filled: encoded.rows.map(({ filled }) => filled),
  };
  const packed = await packRecords(body);
  const bytes = body.records.reduce((sum, record) => sum + record.bytes, 0);
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE run_batch SET records = $4, bytes = $5, warnings = warnings + $6,
         rejected = rejected + $7, not_sent = not_sent + $8
       WHERE run_id = $1 AND no = $2 AND epoch = $3 AND state = 'submitting'`,
      [
        batch.runId,
        batch.no,
        batch.epoch,
        body.records.length,
        bytes,
        encoded.warnings.length,
        encoded.left.filter(({ kind }) => kind === "rejected").length,
        encoded.left.filter(({ kind }) => kind === "not_sent").length,
      ],
    );
    if (rowCount !== 1) throw new BatchSuperseded(batch);
    if (encoded.overflowSeq !== null) await splitBatch(client, batch, encoded.overflowSeq);
    await putBody(client, { run: context.run.number, no: batch.no }, { body, packed });
    if (encoded.left.length > 0) await writeLeft(client, context, encoded.left);
    if (encoded.warnings.length > 0) await writeWarnings(client, context, encoded);
    if (encoded.overflowSeq !== null)
      await recordEvent(client, {
        runId: batch.runId,
        code: "batch_split",
        batch: batch.no,
        params: { batch: batch.no },
      });
  });
  return body;
}
