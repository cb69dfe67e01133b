import type { ClientBase } from "pg";
import type { Run } from "@/generated/prisma/client";
import type { BatchKind, BatchState } from "@/generated/prisma/enums";
import type { Destination } from "@/lib/destinations/types";
import { personSql } from "./person-sql";
import type { RunSettings } from "../settings-schema";

/**
 * Writes the people of `frozen` and `leaving` who have to be sent or taken off. Their numbers follow `lastSeq` and, since
 * `frozen` was written so, nearly the order in which profiles are stored, in which they are read fastest.
 */
export async function writeItems(
  client: ClientBase,
  run: Run,
  lastSeq: number,
): Promise<{ sends: number; removals: number }> {
  const { expiresOn, number } = run;
  const sent = await client.query(
    `INSERT INTO run_data.item (expires_on, run, seq, kind, profile_id, identifier)
     SELECT $1, $2, $3 + row_number() OVER (), verdict, profile_id, identifier
     FROM frozen WHERE verdict IN ('add', 'change')`,
    [expiresOn, number, lastSeq],
  );
  const sends = sent.rowCount ?? 0;
  const gone = await client.query(
    `INSERT INTO run_data.item (expires_on, run, seq, kind, profile_id, identifier)
     SELECT $1, $2, $3 + row_number() OVER (ORDER BY identifier), 'remove', profile_id, identifier
     FROM leaving WHERE is_removed`,
    [expiresOn, number, lastSeq + sends],
  );
  return { sends, removals: gone.rowCount ?? 0 };
}

/** Writes the outcome of everybody who is not sent; of erased people only that there was one. */
export async function writeSkipped(client: ClientBase, run: Run): Promise<void> {
  await client.query(
    `INSERT INTO run_data.outcome (expires_on, run, kind, profile_id, identifier, other_profile_id)
     SELECT $1, $2, verdict, CASE WHEN verdict = 'erased' THEN 0 ELSE profile_id END,
       CASE WHEN verdict <> 'erased' THEN nullif(identifier, '') END,
       CASE WHEN verdict = 'duplicate' THEN first_profile END
     FROM frozen WHERE verdict IN ('erased', 'excluded', 'no_email', 'invalid_email', 'duplicate')`,
    [run.expiresOn, run.number],
  );
}

interface Range {
  no: number;
  kind: BatchKind;
  first: number;
  last: number;
}

function cutRange(kind: BatchKind, { first, people, size }: { first: number; people: number; size: number }) {
  const ranges: Omit<Range, "no">[] = [];
  for (let at = 0; at < people; at += size)
    ranges.push({ kind, first: first + at, last: first + Math.min(at + size, people) - 1 });
  return ranges;
}

// What stands around the values of one record, names of fields included.
const FRAME_BYTES = 120;
const FIELD_BYTES = 16;

// A sample says well enough how long values are; a batch that turns out too big is split.
const SAMPLED = 2_000;

/** Records that fit one body, by what the values of some of the `sends` people of `frozen` take on average. */
export async function recordsPerBatch(
  client: ClientBase,
  { sends, settings, destination }: Pick<Cut, "sends" | "settings" | "destination">,
): Promise<number> {
  const { identifierField, mapping } = settings;
  const { written } = personSql(identifierField, mapping);
  const { rows } = await client.query<{ bytes: number }>(
    `SELECT coalesce(avg(octet_length(${written}) + octet_length(f.identifier)), 0)::float8 AS bytes
     FROM frozen f TABLESAMPLE SYSTEM (least(100, 100.0 * $1 / greatest(1, $2::int))) REPEATABLE (0)
     JOIN profile p ON p.id = f.profile_id WHERE f.verdict IN ('add', 'change')`,
    [SAMPLED, sends],
  );
  const fields = mapping.fields.length + mapping.properties.length;
  const record = (rows[0]?.bytes ?? 0) + FRAME_BYTES + FIELD_BYTES * fields;
  const { records, bytes, envelopeBytes } = destination.limits;
  return Math.max(1, Math.min(records, Math.floor((bytes - envelopeBytes) / record)));
}

interface Cut {
  sends: number;
  removals: number;
  settings: RunSettings;
  destination: Destination;
  state: BatchState;
  /** The last numbers in use. */
  last: { seq: number; no: number };
}

/** Cuts the items into batches by count and bytes. In the state `canceled` nothing of them is ever sent. */
export async function writeBatches(client: ClientBase, run: Run, plan: Cut): Promise<number> {
  const size = await recordsPerBatch(client, plan);
  const ranges = [
    ...cutRange("send", { first: plan.last.seq + 1, people: plan.sends, size }),
    ...cutRange("remove", {
      first: plan.last.seq + plan.sends + 1,
      people: plan.removals,
      size: plan.destination.limits.removals,
    }),
  ];
  await client.query(
    `INSERT INTO run_batch (run_id, no, kind, state, first_seq, last_seq)
     SELECT $1, $6 + no, kind::"BatchKind", $2::"BatchState", first, last
     FROM unnest($3::text[], $4::int[], $5::int[]) WITH ORDINALITY AS range (kind, first, last, no)`,
    [
      run.id,
      plan.state,
      ranges.map(({ kind }) => kind),
      ranges.map(({ first }) => first),
      ranges.map(({ last }) => last),
      plan.last.no,
    ],
  );
  return ranges.length;
}
