import { pool } from "@/lib/db";
import type { FieldValue, MappedPerson } from "@/lib/destinations/types";
import { personSql, versionSql } from "./person-sql";
import type { ClaimedBatch } from "./claim-batch";
import type { RunContext } from "./run-context";

const PAGE = 2_000;

/** An item with the person's attributes of this moment. */
export interface ItemToSend {
  seq: number;
  kind: "add" | "change";
  profile_id: string;
  identifier: string;
  /** Whether the profile is no more. */
  is_gone: boolean;
  /** The mapped values as JSON. */
  written: string;
  /** What is sent now, where the profile was written to since the freeze; null where it was not. */
  moved_state: string | null;
  /** Null also where nothing depends on them. */
  properties: number[] | null;
  /** Custom properties that have a value at the destination. */
  had: number[] | null;
}

/** The items of a batch that have no outcome yet, page by page in their order. */
export async function* readItems(
  { run, settings, propertyNames, problemsExpireOn }: RunContext,
  batch: Pick<ClaimedBatch, "firstSeq" | "lastSeq">,
): AsyncGenerator<ItemToSend[]> {
  const places = new Map(propertyNames.map((name, place) => [name, place]));
  const person = personSql(settings.identifierField, settings.mapping, places);
  const isRewritten = `${versionSql} IS DISTINCT FROM i.version`;
  for (let from = batch.firstSeq; from <= batch.lastSeq; from += PAGE) {
    const { rows } = await pool().query<ItemToSend>(
      // What the freeze computed is computed again only of a profile that was written to since.
      `SELECT i.seq, i.kind, i.profile_id::text, i.identifier, ${person.written} AS written,
         CASE WHEN ${isRewritten} THEN ${person.stateOf(person.written)} ELSE NULL END AS moved_state,
         CASE WHEN ${isRewritten} THEN ${person.properties}
           WHEN entry.properties IS NOT NULL THEN i.properties ELSE NULL END AS properties,
         p.id IS NULL AS is_gone,
         entry.properties AS had
       FROM run_data.item i LEFT JOIN profile p ON p.id = i.profile_id
       LEFT JOIN run_data.ledger_entry entry
         ON i.kind = 'change' AND entry.ledger_id = $5 AND entry.identifier = i.identifier
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
      ],
    );
    yield rows;
  }
}

/** What the destination is told of an item. The address is the frozen one. */
export function toPerson({ settings, propertyNames }: RunContext, item: ItemToSend): MappedPerson {
  const { fields, properties } = settings.mapping;
  const values = JSON.parse(item.written) as FieldValue[]; // profiles hold nothing else
  const present = new Set(item.properties ?? []);
  const lost = (item.had ?? []).filter((place) => !present.has(place));
  return {
    fields: {
      ...Object.fromEntries(fields.map(({ to }, index) => [to, values[index]])),
      email: item.identifier,
    },
    properties: Object.fromEntries(
      properties.map(({ name }, index) => [name, values[fields.length + index]]),
    ),
    unset: lost.flatMap((place) => propertyNames[place] ?? []),
  };
}
