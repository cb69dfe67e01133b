import {
  type OutcomeRow,
  type PageOf,
  daysSql,
  firstStretch,
  nextStretch,
  noCode,
  queryRows,
  searchSql,
} from "./outcome-page";

/**
 * Members the run had nothing to do for have no row of their own: they are the ledger's entries that are neither among
 * the run's items nor among those who are never sent.
 */
export async function readUnchanged(page: PageOf): Promise<OutcomeRow[]> {
  const found: OutcomeRow[] = [];
  let [from = ""] = page.after ?? [];
  for (let stretch = firstStretch(page.size); ; stretch = nextStretch(stretch)) {
    const last = await readLedgerStretch(
      { ...page, after: [from], size: page.size - found.length },
      stretch,
      found,
    );
    if (last === null || found.length >= page.size) return found;
    from = last;
  }
}

/** Adds those of the next stretch to `found`. Answers where the stretch ends; null where the ledger does. */
async function readLedgerStretch(
  { run, words, after, size }: PageOf,
  stretch: number,
  found: OutcomeRow[],
): Promise<string | null> {
  const [from] = after ?? [];
  const params: unknown[] = [run.expiresOn, run.number, run.ledgerId, from, stretch, size];
  const rows = await queryRows<OutcomeRow & { end: string | null }>(
    `WITH stretch AS MATERIALIZED (
       SELECT identifier, profile_id FROM run_data.ledger_entry
       WHERE ledger_id = $3 AND identifier > $4 AND left_run IS NULL AND added_run <> $2 AND changed_run <> $2
       ORDER BY identifier LIMIT $5
     ), unchanged AS (
       SELECT * FROM stretch s
       WHERE NOT EXISTS (SELECT 1 FROM run_data.item i
           WHERE i.expires_on = $1 AND i.run = $2 AND i.identifier = s.identifier)
         AND NOT EXISTS (SELECT 1 FROM run_data.outcome o
           WHERE o.expires_on ${daysSql} AND o.run = $2 AND o.seq IS NULL AND o.profile_id = s.profile_id)
         ${searchSql(words, params, "s")}
       ORDER BY s.identifier LIMIT $6
     )
     SELECT ends.identifier AS end, u.profile_id::text AS "profileId", u.identifier, ${noCode},
       ARRAY[u.identifier] AS place
     FROM (SELECT max(identifier) AS identifier FROM stretch) ends LEFT JOIN unchanged u ON true
     ORDER BY u.identifier`,
    params,
  );
  found.push(...rows.filter(({ identifier }) => identifier !== null).map(({ end: _, ...row }) => row));
  return rows[0]?.end ?? null;
}
