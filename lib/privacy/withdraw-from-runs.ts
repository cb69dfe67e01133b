import type { PoolClient } from "pg";
import type { BatchState } from "@/generated/prisma/enums";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "@/lib/runs/create-run";
import { packRecords, putBody, readBody, withoutRecords } from "@/lib/runs/send/batch-body";
import type { Person } from "./find-person";

/** What stands in place of an address where it is needed to know the entry again: its keyed hash. */
export const ERASED_PREFIX = "erased:";

interface OpenRun {
  id: string;
  number: bigint;
  ledgerId: number;
  expiresOn: string;
}

interface Item {
  seq: number;
  kind: "add" | "change" | "remove";
  identifier: string;
}

async function findOpenRuns(client: PoolClient): Promise<OpenRun[]> {
  const { rows } = await client.query<OpenRun>(
    `SELECT id, number, ledger_id AS "ledgerId", expires_on::text AS "expiresOn" FROM run
     WHERE settled_at IS NULL AND plan IS NOT NULL ORDER BY id`,
  );
  return rows;
}

async function findItems(
  client: PoolClient,
  run: OpenRun,
  { addresses, profileIds }: Person,
): Promise<Item[]> {
  const { rows } = await client.query<Item>(
    `SELECT seq, kind, identifier FROM run_data.item
     WHERE expires_on = $1 AND run = $2 AND (profile_id = ANY ($3::bigint[]) OR identifier = ANY ($4)) ORDER BY seq`,
    [run.expiresOn, run.number, profileIds, addresses],
  );
  return rows;
}

interface Batch {
  no: number;
  state: BatchState;
}

/** The batch that has an item, locked. One that was split while we waited for it is looked for again. */
async function lockBatch(client: PoolClient, run: OpenRun, seq: number): Promise<Batch | null> {
  for (let tries = 0; tries < 5; tries++) {
    const { rows } = await client.query<Batch>(
      "SELECT no, state FROM run_batch WHERE run_id = $1 AND $2::int BETWEEN first_seq AND last_seq FOR UPDATE",
      [run.id, seq],
    );
    if (rows[0]) return rows[0];
  }
  return null;
}

/** Takes a record out of the stored bytes, so that no further try sends it. */
async function takeOutOfBody(client: PoolClient, run: OpenRun, no: number, seq: number): Promise<void> {
  const body = await readBody(run.number, no, client);
  const place = body?.seqs.indexOf(seq) ?? -1;
  if (!body || place < 0) return;
  const rest = withoutRecords(body, (index) => index === place);
  await putBody(client, { run: run.number, no }, { body: rest, packed: await packRecords(rest) });
}

/**
 * Leaves out who is not settled yet. A worker that has the batch in hand is told by the mark, at the latest right before
 * the first byte (fence.ts). What was submitted keeps its count of records, by which it is settled.
 */
async function leaveOut(client: PoolClient, run: OpenRun, no: number, seq: number): Promise<void> {
  const { rowCount } = await client.query(
    `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id)
     VALUES ($1::date + $2::int, $3, $4, 'erased', 0) ON CONFLICT DO NOTHING`,
    [run.expiresOn, PROBLEM_DAYS - PEOPLE_DAYS, run.number, seq],
  );
  await takeOutOfBody(client, run, no, seq);
  await client.query(
    `UPDATE run_batch SET erased = erased + $3, is_revised = is_revised OR state = 'submitting',
       records = CASE WHEN state = 'pending' THEN greatest(0, records - 1) ELSE records END
     WHERE run_id = $1 AND no = $2`,
    [run.id, no, rowCount ?? 0],
  );
}

async function withdrawItem(client: PoolClient, run: OpenRun, item: Item): Promise<void> {
  const batch = await lockBatch(client, run, item.seq);
  if (item.kind !== "remove" && batch && batch.state !== "done")
    await leaveOut(client, run, batch.no, item.seq);
  if (item.kind === "remove" && batch?.state === "submitting")
    await client.query("UPDATE run_batch SET is_revised = true WHERE run_id = $1 AND no = $2", [
      run.id,
      batch.no,
    ]);
}

/**
 * Withdraws a person from every run that is under way, in the transaction that erases them: what commits with it is
 * known to every request that leaves later. Who is to be taken off a list still is, where the ledger has kept an entry.
 * Answers how many runs there were.
 */
export async function withdrawFromRuns(
  client: PoolClient,
  person: Person,
  hashOf: ReadonlyMap<string, string>,
): Promise<number> {
  let runs = 0;
  for (const run of await findOpenRuns(client)) {
    const items = await findItems(client, run, person);
    for (const item of items) await withdrawItem(client, run, item);
    await client.query(
      `UPDATE run_data.item i SET profile_id = 0, identifier = coalesce(
         (SELECT entry.identifier FROM run_data.ledger_entry entry
          WHERE i.kind = 'remove' AND entry.ledger_id = $5 AND entry.identifier = hashed.identifier), '')
       FROM unnest($3::int[], $4::text[]) AS hashed (seq, identifier)
       WHERE i.expires_on = $1 AND i.run = $2 AND i.seq = hashed.seq`,
      [
        run.expiresOn,
        run.number,
        items.map(({ seq }) => seq),
        items.map(({ identifier }) => hashOf.get(identifier) ?? ""),
        run.ledgerId,
      ],
    );
    if (items.length > 0) runs++;
  }
  return runs;
}
