import { inSqlTransaction } from "@/lib/db";
import type { Looked } from "./look-around";
import type { PageQuery } from "./people-sql";
import { type SearchWord, wordsSql } from "./search-words";

// More people than this are not sorted for one page.
const MOST_CANDIDATES = 5_000;

// A part of a word that fewer have is enough for the index; it would read long lists for the common ones beside it.
const RARE_SHARE = 1 / 200;

/** What the index says of who has the words. */
export interface Candidates {
  /** Whether these are all, and not only the first that came. */
  isAll: boolean;
  /** The smallest id among them. */
  first: string | null;
  /** Members of the segment among them; everybody where there is none. */
  total: number;
  /** The people of the page, in their order. */
  ids: string[];
}

/** Asks the index who has the words, and sorts them where they are not too many; only of ids below `before`, if given. */
export function findCandidates(query: PageQuery, looked: Looked, before?: string): Promise<Candidates> {
  const params: unknown[] = [];
  const conditions = indexedSql(query.words, looked, params);
  if (before !== undefined) conditions.push(`p.id < $${params.push(before)}::bigint`);
  if (before !== undefined && query.after !== undefined)
    conditions.push(`p.id > $${params.push(query.after)}::bigint`);
  const isUp = query.sort.direction === "ascending";
  const column = query.sort.column === "key" ? "f.key" : "f.id";
  const place = `$${params.push(query.after ?? null)}::bigint`;
  const start = column === "f.key" ? `(SELECT key FROM profile WHERE id = ${place})` : place;
  const member = query.segmentId
    ? `WHERE EXISTS (SELECT FROM segment_member m
         WHERE m.segment_id = $${params.push(query.segmentId)}::uuid AND m.profile_id = f.id)`
    : "";
  return askIndex(
    `WITH found AS MATERIALIZED (
       SELECT p.id, p.key FROM profile p WHERE ${conditions.join(" AND ")} LIMIT ${MOST_CANDIDATES + 1}),
     fitting AS MATERIALIZED (SELECT f.id, f.key FROM found f ${member})
     SELECT (SELECT count(*) <= ${MOST_CANDIDATES} FROM found) AS "isAll",
       (SELECT min(id)::text FROM found) AS first,
       (SELECT count(*)::int FROM fitting) AS total,
       ARRAY(SELECT f.id::text FROM fitting f
         WHERE ${place} IS NULL OR ${column} ${isUp ? ">" : "<"} ${start}
         ORDER BY ${column} ${isUp ? "ASC" : "DESC"} LIMIT ${query.size + 1}) AS ids`,
    params,
  );
}

async function askIndex(sql: string, params: unknown[]): Promise<Candidates> {
  return inSqlTransaction(async (client) => {
    // The planner takes a common pattern for a reason to read everybody; who is common was found before.
    await client.query(
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL jit = off",
    );
    const { rows } = await client.query<Candidates>(sql, params);
    return rows[0] ?? { isAll: true, first: null, total: 0, ids: [] };
  });
}

function indexedSql(words: SearchWord[], looked: Looked, params: unknown[]): string[] {
  const rare = rarestPart(words, looked);
  if (rare === null) return [wordsSql(words, "p.search", params)];
  // Not the column as it is, so that the index is not asked for the words as a whole.
  return [`p.search LIKE $${params.push(`%${rare}%`)}`, wordsSql(words, "(p.search || '')", params)];
}

function rarestPart(words: SearchWord[], { people, having }: Looked): string | null {
  const shareOf = (part: string) => (having.get(part) ?? 0) / people;
  const [rarest] = words
    .flatMap(({ parts }) => parts)
    .toSorted((one, other) => shareOf(one) - shareOf(other) || other.length - one.length);
  return rarest !== undefined && shareOf(rarest) <= RARE_SHARE ? rarest : null;
}
