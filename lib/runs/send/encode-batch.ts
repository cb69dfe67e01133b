import type { PoolClient } from "pg";
import { inSqlTransaction } from "@/lib/db";
import { createBlockWriter } from "@/lib/destinations/record-block";
import type { Encoding } from "@/lib/destinations/types";
import { type BatchBody, packRecords, putBody } from "./batch-body";
import { BatchRevised, BatchSuperseded, type ClaimedBatch } from "./claim-batch";
import { createPersonWriter } from "./person-writer";
import { type ItemToSend, readItems } from "./read-items";
import { recordEvent } from "../record-event";
import type { RunContext } from "../run-context";
import { splitBatch } from "./split-batch";

interface Left {
  seq: number;
  profileId: string;
  kind: "rejected" | "not_sent";
  code: string;
}

interface Encoded {
  body: BatchBody;
  bytes: number;
  left: Left[];
  warnings: { seq: number; profileId: string; field: string; code: string }[];
  /** The first item that no longer fits into this body; null where all do. */
  overflowSeq: number | null;
}

/** Why an item is not sent; null where it is. */
function leave({ seq, profile_id: profileId }: ItemToSend, encoding: Encoding | null): Left | null {
  if (encoding === null) return { seq, profileId, kind: "not_sent", code: "profile_gone" };
  return encoding.ok ? null : { seq, profileId, kind: "rejected", code: encoding.code };
}

async function encodeItems(context: RunContext, batch: ClaimedBatch): Promise<Encoded> {
  const people = createPersonWriter(context);
  const block = createBlockWriter(context.destination.limits);
  const body = { seqs: [] as number[], states: [] as (string | null)[], filled: [] as string[] };
  const rest = { left: [] as Encoded["left"], warnings: [] as Encoded["warnings"] };
  let bytes = 0;
  const end = (overflowSeq: number | null) => ({
    ...rest,
    bytes,
    body: { ...body, block: block.finish() },
    overflowSeq,
  });
  for await (const page of readItems(context, batch)) {
    for (const item of page) {
      const { seq, profile_id: profileId, identifier, written, had, state } = item;
      const encoding = written === null ? null : people.write(identifier, written, had);
      const left = leave(item, encoding);
      if (left) rest.left.push(left);
      if (!encoding?.ok) continue;
      if (!block.add(encoding.record)) return end(seq);
      body.seqs.push(seq);
      body.states.push(state);
      body.filled.push(encoding.filled);
      bytes += encoding.record.bytes;
      for (const { field, code } of encoding.warnings) rest.warnings.push({ seq, profileId, field, code });
    }
  }
  return end(null);
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
  const { body, bytes } = encoded;
  const packed = await packRecords(body);
  await inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ isRevised: boolean }>(
      `UPDATE run_batch SET records = $4, bytes = $5, warnings = warnings + $6,
         rejected = rejected + $7, not_sent = not_sent + $8
       WHERE run_id = $1 AND no = $2 AND epoch = $3 AND state = 'submitting' RETURNING is_revised AS "isRevised"`,
      [
        batch.runId,
        batch.no,
        batch.epoch,
        body.block.count,
        bytes,
        encoded.warnings.length,
        encoded.left.filter(({ kind }) => kind === "rejected").length,
        encoded.left.filter(({ kind }) => kind === "not_sent").length,
      ],
    );
    if (!rows[0]) throw new BatchSuperseded(batch);
    if (rows[0].isRevised) throw new BatchRevised(batch);
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
