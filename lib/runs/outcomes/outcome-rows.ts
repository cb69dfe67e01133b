import { readItems } from "./item-rows";
import { type OutcomeRow, type PageOf, daysSql, queryRows, searchSql } from "./outcome-page";
import type { OutcomeSource } from "./outcome-sources";
import { readUnchanged } from "./unchanged-rows";

/** A page of one source, in the source's own order. */
export function readOutcomeRows(source: OutcomeSource, page: PageOf): Promise<OutcomeRow[]> {
  switch (source.from) {
    case "items":
      return readItems(source, page);
    case "outcomes":
      return readWritten(source.kind, page);
    case "warnings":
      return readWarnings(page);
    case "ledger":
      return readUnchanged(page);
  }
}

function readWritten(kind: string, { run, words, after, size }: PageOf): Promise<OutcomeRow[]> {
  const [profileId = "-1", seq = "-1"] = after ?? [];
  const params: unknown[] = [run.expiresOn, run.number, kind, profileId, seq, size];
  return queryRows<OutcomeRow>(
    `SELECT o.profile_id::text AS "profileId", o.identifier, o.code, o.detail, o.field,
       o.other_profile_id::text AS "otherProfileId",
       ARRAY[o.profile_id::text, coalesce(o.seq, 0)::text] AS place
     FROM run_data.outcome o
     WHERE o.expires_on ${daysSql} AND o.run = $2 AND o.kind = $3 AND o.profile_id >= $4::bigint
       AND (o.profile_id, coalesce(o.seq, 0)) > ($4::bigint, $5::int)${searchSql(words, params, "o")}
     ORDER BY o.profile_id, coalesce(o.seq, 0) LIMIT $6`,
    params,
  );
}

function readWarnings({ run, words, after, size }: PageOf): Promise<OutcomeRow[]> {
  const [seq = "0", field = "", code = ""] = after ?? [];
  const params: unknown[] = [run.expiresOn, run.number, seq, field, code, size];
  return queryRows<OutcomeRow>(
    `SELECT w.profile_id::text AS "profileId", w.identifier, w.code, NULL AS detail, w.field,
       NULL AS "otherProfileId", ARRAY[w.seq::text, w.field, w.code] AS place
     FROM (
       SELECT w.*, (SELECT i.identifier FROM run_data.item i
           WHERE i.expires_on = $1 AND i.run = $2 AND i.seq = w.seq) AS identifier
       FROM run_data.warning w
       WHERE w.expires_on = $1 AND w.run = $2 AND w.seq >= $3::int
         AND (w.seq, w.field, w.code) > ($3::int, $4, $5)
     ) w WHERE true${searchSql(words, params, "w")}
     ORDER BY w.seq, w.field, w.code LIMIT $6`,
    params,
  );
}
