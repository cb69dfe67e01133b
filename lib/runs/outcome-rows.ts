import type { BatchState } from "@/generated/prisma/enums";
import { pool } from "@/lib/db";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "./create-run";
import type { OutcomeSource } from "./outcome-sources";
import { mergeRanges } from "./merge-ranges";

/** The run whose people are read. */
export interface RunOfPeople {
  id: string;
  number: bigint;
  ledgerId: number;
  /** `YYYY-MM-DD`. */
  expiresOn: string;
}

export interface OutcomeRow {
  profileId: string;
  identifier: string | null;
  code: string | null;
  detail: string | null;
  field: string | null;
  otherProfileId: string | null;
  /** Where the row stands in its source: the page after it begins behind this. */
  place: string[];
}

interface PageOf {
  run: RunOfPeople;
  /** Words that all have to be part of key, name or address. */
  words: string[];
  /** The place of the last row before. */
  after: string[] | null;
  size: number;
}

const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** Conditions that find whom the words mean: by the profile, or by the address as it was sent. */
function searchSql(words: string[], params: unknown[], row: string): string {
  return words
    .map((word) => {
      const pattern = `fold_text($${params.push(likePattern(word))})`;
      return ` AND (${row}.identifier LIKE ${pattern} OR EXISTS (
        SELECT 1 FROM profile p WHERE p.id = ${row}.profile_id AND p.search LIKE ${pattern}))`;
    })
    .join("");
}

/** Rejected and unconfirmed people are kept longer than the items they were. */
const daysSql = `IN ($1::date, $1::date + ${PROBLEM_DAYS - PEOPLE_DAYS})`;

const noCode = `NULL AS code, NULL AS detail, NULL AS field, NULL AS "otherProfileId"`;

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

type ItemSource = Extract<OutcomeSource, { from: "items" }>;

async function findRanges(run: RunOfPeople, batches: string, states: readonly BatchState[]) {
  const { rows } = await pool().query<{ first: number; last: number }>(
    `SELECT first_seq AS first, last_seq AS last FROM run_batch
     WHERE run_id = $1 AND kind = $2::"BatchKind" AND state = ANY ($3::"BatchState"[]) ORDER BY first_seq`,
    [run.id, batches, states],
  );
  return mergeRanges(rows);
}

/** By ranges of batches, so that the page comes off the items' key, whatever share of them it is. */
async function readItems({ batches, kinds, states }: ItemSource, page: PageOf): Promise<OutcomeRow[]> {
  const { run, words, size } = page;
  const after = Number(page.after?.[0] ?? 0);
  const found: OutcomeRow[] = [];
  for (const { first, last } of await findRanges(run, batches, states)) {
    if (last <= after) continue;
    const params: unknown[] = [
      run.expiresOn,
      run.number,
      Math.max(first, after + 1),
      last,
      kinds,
      size - found.length,
    ];
    const { rows } = await pool().query<OutcomeRow>(
      `SELECT i.profile_id::text AS "profileId", i.identifier, ${noCode}, ARRAY[i.seq::text] AS place
       FROM run_data.item i
       WHERE i.expires_on = $1 AND i.run = $2 AND i.seq BETWEEN $3 AND $4 AND i.kind = ANY ($5)
         AND NOT EXISTS (SELECT 1 FROM run_data.outcome o
           WHERE o.expires_on ${daysSql} AND o.run = $2 AND o.seq = i.seq)${searchSql(words, params, "i")}
       ORDER BY i.seq LIMIT $6`,
      params,
    );
    found.push(...rows);
    if (found.length >= size) break;
  }
  return found;
}

async function readWritten(kind: string, { run, words, after, size }: PageOf): Promise<OutcomeRow[]> {
  const [profileId = "-1", seq = "-1"] = after ?? [];
  const params: unknown[] = [run.expiresOn, run.number, kind, profileId, seq, size];
  const { rows } = await pool().query<OutcomeRow>(
    `SELECT o.profile_id::text AS "profileId", o.identifier, o.code, o.detail, o.field,
       o.other_profile_id::text AS "otherProfileId",
       ARRAY[o.profile_id::text, coalesce(o.seq, 0)::text] AS place
     FROM run_data.outcome o
     WHERE o.expires_on ${daysSql} AND o.run = $2 AND o.kind = $3 AND o.profile_id >= $4::bigint
       AND (o.profile_id, coalesce(o.seq, 0)) > ($4::bigint, $5::int)${searchSql(words, params, "o")}
     ORDER BY o.profile_id, coalesce(o.seq, 0) LIMIT $6`,
    params,
  );
  return rows;
}

async function readWarnings({ run, words, after, size }: PageOf): Promise<OutcomeRow[]> {
  const [seq = "0", field = "", code = ""] = after ?? [];
  const params: unknown[] = [run.expiresOn, run.number, seq, field, code, size];
  const { rows } = await pool().query<OutcomeRow>(
    `SELECT w.profile_id::text AS "profileId", w.identifier, w.code, NULL AS detail, w.field,
       NULL AS "otherProfileId", ARRAY[w.seq::text, w.field, w.code] AS place
     FROM (
       SELECT w.*, i.identifier FROM run_data.warning w
       LEFT JOIN run_data.item i ON i.expires_on = $1 AND i.run = $2 AND i.seq = w.seq
       WHERE w.expires_on = $1 AND w.run = $2 AND w.seq >= $3::int
         AND (w.seq, w.field, w.code) > ($3::int, $4, $5)
     ) w WHERE true${searchSql(words, params, "w")}
     ORDER BY w.seq, w.field, w.code LIMIT $6`,
    params,
  );
  return rows;
}

const FIRST_STRETCH = 500;
const LONGEST_STRETCH = 256_000;

/**
 * Members the run had nothing to do for have no row of their own: they are the ledger's entries that are neither among
 * the run's items nor among those who are never sent. Looked for in stretches of the ledger, longer each time, so
 * that neither a page of many nor a search for few reads much in vain.
 */
async function readUnchanged(page: PageOf): Promise<OutcomeRow[]> {
  const found: OutcomeRow[] = [];
  let [from = ""] = page.after ?? [];
  for (
    let stretch = Math.max(FIRST_STRETCH, page.size * 2);
    ;
    stretch = Math.min(stretch * 4, LONGEST_STRETCH)
  ) {
    const last = await readStretch(
      { ...page, after: [from], size: page.size - found.length },
      stretch,
      found,
    );
    if (last === null || found.length >= page.size) return found;
    from = last;
  }
}

/** Adds those of the next stretch to `found`. Answers where the stretch ends; null where the ledger does. */
async function readStretch(
  { run, words, after, size }: PageOf,
  stretch: number,
  found: OutcomeRow[],
): Promise<string | null> {
  const [from] = after ?? [];
  const params: unknown[] = [run.expiresOn, run.number, run.ledgerId, from, stretch, size];
  const { rows } = await pool().query<OutcomeRow & { end: string | null }>(
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
