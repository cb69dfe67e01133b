import { pool, prepared } from "@/lib/db";
import type { ClaimedBatch } from "./claim-batch";
import { personSql } from "../plan/person-sql";
import type { RunContext } from "../run-context";

// Small enough for what is read to be forgotten before it would be moved to where long-lived things are kept.
const PAGE = 500;

/** An item with the person's attributes of this moment. */
export interface ItemToSend {
  seq: number;
  kind: "add" | "change";
  profile_id: string;
  identifier: string;
  /** The mapped values as JSON; null where the profile is no more. */
  written: string | null;
  /** Their digest. */
  state: string | null;
  /** Places of the attributes that have a value at the destination, as far as is known. */
  had: number[] | null;
}

// Who is added has an entry where a run before left the person unconfirmed. Asked once for a page, not for each person.
const hasEarlierRun =
  "(SELECT EXISTS (SELECT 1 FROM run earlier WHERE earlier.export_id = $7 AND earlier.number < $2))";

/** The items of a batch that have no outcome yet, page by page in their order. */
export async function* readItems(
  { run, settings, problemsExpireOn }: RunContext,
  batch: Pick<ClaimedBatch, "firstSeq" | "lastSeq">,
): AsyncGenerator<ItemToSend[]> {
  const { written, stateOf } = personSql(settings.identifierField, settings.mapping);
  for (let from = batch.firstSeq; from <= batch.lastSeq; from += PAGE) {
    const { rows } = await pool().query<ItemToSend>(
      prepared(
        // OFFSET 0 keeps PostgreSQL from reading all profiles for a page of them, and from writing the values twice.
        `SELECT i.seq, i.kind, i.profile_id::text, i.identifier, person.written, ${stateOf("person.written")} AS state,
         CASE WHEN i.kind = 'change' OR ${hasEarlierRun} THEN (SELECT entry.filled FROM run_data.ledger_entry entry
           WHERE entry.ledger_id = $5 AND entry.identifier = i.identifier) END AS had
       FROM run_data.item i
       LEFT JOIN LATERAL (SELECT ${written} AS written FROM profile p WHERE p.id = i.profile_id OFFSET 0) person ON true
       WHERE i.expires_on = $1 AND i.run = $2 AND i.seq BETWEEN $3 AND $4
         AND NOT EXISTS (SELECT 1 FROM run_data.outcome o
           WHERE o.expires_on IN ($1, $6) AND o.run = i.run AND o.seq = i.seq)
       ORDER BY i.seq`,
        [
          run.expiresOn,
          run.number,
          from,
          Math.min(from + PAGE - 1, batch.lastSeq),
          run.ledgerId,
          problemsExpireOn,
          run.exportId,
        ],
      ),
    );
    yield rows;
  }
}
