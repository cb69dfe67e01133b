import { pool } from "@/lib/db";
import { type Range, mergeRanges } from "./merge-ranges";
import {
  type OutcomeRow,
  type PageOf,
  type RunOfPeople,
  daysSql,
  firstStretch,
  nextStretch,
  noCode,
  queryRows,
  searchSql,
} from "./outcome-page";
import type { OutcomeSource } from "./outcome-sources";

type ItemSource = Extract<OutcomeSource, { from: "items" }>;

async function findRanges(run: RunOfPeople, { batches, states }: ItemSource): Promise<Range[]> {
  const { rows } = await pool().query<Range>(
    `SELECT first_seq AS first, last_seq AS last FROM run_batch
     WHERE run_id = $1 AND kind = $2::"BatchKind" AND state = ANY ($3::"BatchState"[]) ORDER BY first_seq`,
    [run.id, batches, states],
  );
  return mergeRanges(rows);
}

/** By stretches of the batches' ranges, so that a page reads little, whatever share of the items it is about. */
export async function readItems(source: ItemSource, page: PageOf): Promise<OutcomeRow[]> {
  const after = Number(page.after?.[0] ?? 0);
  const found: OutcomeRow[] = [];
  let stretch = firstStretch(page.size);
  for (const { first, last } of await findRanges(page.run, source)) {
    for (let from = Math.max(first, after + 1); from <= last && found.length < page.size;) {
      const to = Math.min(last, from + stretch - 1);
      found.push(...(await readItemStretch(source, page, { from, to, size: page.size - found.length })));
      from = to + 1;
      stretch = nextStretch(stretch);
    }
  }
  return found;
}

function readItemStretch(
  { kinds }: ItemSource,
  { run, words }: PageOf,
  { from, to, size }: { from: number; to: number; size: number },
): Promise<OutcomeRow[]> {
  const params: unknown[] = [run.expiresOn, run.number, from, to, kinds, size];
  return queryRows<OutcomeRow>(
    `SELECT i.profile_id::text AS "profileId", i.identifier, ${noCode}, ARRAY[i.seq::text] AS place
     FROM run_data.item i
     WHERE i.expires_on = $1 AND i.run = $2 AND i.seq BETWEEN $3 AND $4 AND i.kind = ANY ($5)
       AND NOT EXISTS (SELECT 1 FROM run_data.outcome o
         WHERE o.expires_on ${daysSql} AND o.run = $2 AND o.seq BETWEEN $3 AND $4 AND o.seq = i.seq)
       ${searchSql(words, params, "i")}
     ORDER BY i.seq LIMIT $6`,
    params,
  );
}
