import type { PoolClient } from "pg";
import { inSqlTransaction } from "@/lib/db";
import { type Cutter, createCutter } from "@/lib/destinations/cut-records";
import type { EncodedRecord } from "@/lib/destinations/types";
import { type BatchBody, packBody, putBody } from "./batch-body";
import { BatchSuperseded, type ClaimedBatch } from "./claim-batch";
import { type ItemToSend, readItems, toPerson } from "./read-items";
import { recordEvent } from "./record-event";
import type { RunContext } from "./run-context";
import { splitBatch } from "./split-batch";

interface Left {
  seq: number;
  profileId: string;
  kind: "rejected" | "not_sent";
  code: string;
}

interface Encoded {
  rows: { seq: number; record: EncodedRecord; bytes: number }[];
  left: Left[];
  warnings: { seq: number; profileId: string; field: string; code: string }[];
  moved: ItemToSend[];
  /** The first item that no longer fits into this body; null where all do. */
  overflowSeq: number | null;
}

function encodeOne(context: RunContext, item: ItemToSend, encoded: Encoded): EncodedRecord | null {
  const { seq, profile_id: profileId } = item;
  if (item.is_gone) {
    encoded.left.push({ seq, profileId, kind: "not_sent", code: "profile_gone" });
    return null;
  }
  const encoding = context.destination.encode(toPerson(context, item));
  if (!encoding.ok) {
    encoded.left.push({ seq, profileId, kind: "rejected", code: encoding.code });
    return null;
  }
  for (const { field, code } of encoding.warnings) encoded.warnings.push({ seq, profileId, field, code });
  if (item.moved_state !== null) encoded.moved.push(item);
  return encoding.record;
}

async function encodeItems(context: RunContext, batch: ClaimedBatch): Promise<Encoded> {
  const encoded: Encoded = { rows: [], left: [], warnings: [], moved: [], overflowSeq: null };
  type Row = Encoded["rows"][number];
  const cutter: Cutter<Row> = createCutter<Row>(context.destination.limits);
  for await (const page of readItems(context, batch)) {
    for (const item of page) {
      const record = encodeOne(context, item, encoded);
      const full = record && cutter.add({ seq: item.seq, record, bytes: record.bytes });
      if (!full) continue;
      const isLater = ({ seq }: { seq: number }) => seq >= item.seq;
      encoded.warnings = encoded.warnings.filter((one) => !isLater(one));
      encoded.moved = encoded.moved.filter((one) => !isLater(one));
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

/** The ledger is to say what was sent, not what stood there when the run was planned. */
async function noteMoved(client: PoolClient, { run }: RunContext, { moved }: Encoded): Promise<void> {
  const rows = moved.map(({ seq, moved_state: state, properties }) => ({ seq, state, properties }));
  await client.query(
    `UPDATE run_data.item i SET state = m.state, properties = m.properties
     FROM jsonb_to_recordset($3::jsonb) AS m (seq int, state uuid, properties smallint[])
     WHERE i.expires_on = $1 AND i.run = $2 AND i.seq = m.seq AND i.state <> m.state`,
    [run.expiresOn, run.number, JSON.stringify(rows)],
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
  };
  const packed = await packBody(body);
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
    await putBody(client, { run: context.run.number, no: batch.no, seqs: body.seqs, packed });
    if (encoded.left.length > 0) await writeLeft(client, context, encoded.left);
    if (encoded.warnings.length > 0) await writeWarnings(client, context, encoded);
    if (encoded.moved.length > 0) await noteMoved(client, context, encoded);
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
