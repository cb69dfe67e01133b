import type { PoolClient } from "pg";
import { type Answered, answerOnce } from "@/lib/api/answer-once";
import { type ApiCaller, requireScope } from "@/lib/api/caller";
import { ApiProblem } from "@/lib/api/problems";
import type { RepeatKey } from "@/lib/api/read-body";
import { ErasedUnknown, findErased } from "@/lib/privacy/tombstones";
import type { FieldType } from "@/lib/profiles/field-types";
import { addFields } from "../add-fields";
import { mergeRecords } from "../merge-records";
import type { SourceColumn } from "../schema";
import { mergeInTurn } from "./in-turn";
import { type OpenSource, notePush, openSource } from "./open-source";
import { recordPush } from "./pushes";
import { type PushedRecord, type ReadRows, readRows } from "./read-rows";
import { toRefusedRow } from "./refusal-sentences";
import { type PushAnswer, pushAnswerSchema, pushedProfileSchema } from "./schema";

/** Somebody has to put it right, which takes minutes. */
const RETRY = { "Retry-After": "600" };

async function readTypes(client: PoolClient): Promise<Map<string, FieldType>> {
  const { rows } = await client.query<{ key: string; type: FieldType }>("SELECT key, type FROM field");
  return new Map(rows.map(({ key, type }) => [key, type]));
}

async function saveColumns(
  client: PoolClient,
  sourceId: string,
  known: SourceColumn[],
  added: SourceColumn[],
) {
  if (added.length === 0) return;
  await addFields(client, added);
  await client.query("UPDATE source SET columns = $2, updated_at = now() WHERE id = $1", [
    sourceId,
    JSON.stringify([...known, ...added]),
  ]);
}

/** Stages what the source says of each person after the push: what it said before, with the new on top. */
async function stage(client: PoolClient, sourceId: string, records: PushedRecord[]): Promise<void> {
  // A utility statement takes no parameters, so the table is made first and filled by one that does.
  await client.query("CREATE TEMP TABLE pushed (key text, attributes jsonb) ON COMMIT DROP");
  await client.query(
    `INSERT INTO pushed
     SELECT p.key, (coalesce(r.attributes, '{}') || p.attributes) - p.removed
     FROM jsonb_to_recordset($2::jsonb) AS p(key text, attributes jsonb, removed text[])
     LEFT JOIN source_record r ON r.source_id = $1 AND r.key = p.key`,
    [sourceId, JSON.stringify(records)],
  );
  await client.query("ANALYZE pushed");
}

/** Who was erased is refused like a row that cannot be stored; nothing of them is kept. */
async function withoutErased(client: PoolClient, rows: unknown[], read: ReadRows): Promise<ReadRows> {
  const erased = await findErased(client, read.records);
  if (erased.size === 0) return read;
  const before = new Set(read.refused.map(({ index }) => index));
  const refused = rows.flatMap((row, index) => {
    const { data } = pushedProfileSchema.safeParse(row);
    const isErased = data !== undefined && !before.has(index) && erased.has(data.key);
    return isErased ? [toRefusedRow(index, null, "person_erased")] : [];
  });
  return {
    ...read,
    records: read.records.filter(({ key }) => !erased.has(key)),
    refused: [...read.refused, ...refused].sort((one, other) => one.index - other.index),
  };
}

async function pushInto(client: PoolClient, source: OpenSource, rows: unknown[]): Promise<PushAnswer> {
  const { columns, sourceId } = source;
  const readable = readRows(rows, { columns, types: await readTypes(client) });
  const read = await withoutErased(client, rows, readable);
  await saveColumns(client, sourceId, columns, read.newColumns);
  await stage(client, sourceId, read.records);
  const { added, changed, unchanged } = await mergeRecords(client, {
    sourceId,
    table: "pushed",
    mode: "upsert",
  });
  if (added + changed > 0) await notePush(client, sourceId);
  const refused = rows.length - read.records.length;
  await recordPush(client, source, { added, changed, unchanged, refused });
  return { counts: { new: added, changed, unchanged, refused }, refused: read.refused };
}

/**
 * Takes in a batch of people of the token's source, by key: what a row names is put on top of what the source said
 * before. Rows that cannot be stored are refused one by one; all others go in together or, on a fault, none.
 */
export async function pushProfiles(
  caller: ApiCaller,
  input: { rows: unknown[]; repeatKey: RepeatKey | null },
): Promise<Answered<PushAnswer>> {
  requireScope(caller, "profiles:write");
  return mergeInTurn(async (client) => {
    const source = await openSource(client, caller);
    const request = { tokenId: caller.tokenId, repeatKey: input.repeatKey, answer: pushAnswerSchema };
    return answerOnce(client, request, () => pushInto(client, source, input.rows));
  }).catch((error: unknown) => {
    throw error instanceof ErasedUnknown ? new ApiProblem("erased_unknown", { headers: RETRY }) : error;
  });
}
