import { pool } from "@/lib/db";
import { type Candidates, findCandidates } from "./find-candidates";
import { type Looked, lookAround } from "./look-around";
import { type PageQuery, type ProfileRow, peopleSql, selected } from "./people-sql";
import { wordsSql } from "./search-words";

export interface FoundPage {
  /** One more than asked for, where there are more. */
  rows: ProfileRow[];
  /** How many there are in all, where that came to light. */
  total?: number;
}

// People read in their order before the index is asked. Of a word that one in eighty has, a page is found in them.
const STRETCH = 4_000;

/**
 * A page of people, quickly whatever is searched for. Common words are found by reading people in their order, which
 * costs the less the more common they are. What is not found that way is rare, hereabouts at least: the index knows who
 * has it, and those few are sorted. See decision 23.
 */
export async function findPage(query: PageQuery): Promise<FoundPage> {
  if (query.words.length === 0) return { rows: await readInOrder(query) };
  const near = await readInOrder(query, STRETCH);
  if (near.length > query.size) return { rows: near };
  const looked = await lookAround(query, STRETCH);
  if (looked.people < STRETCH) return withTotal(query, near, near.length);
  const found = await findCandidates(query, looked);
  if (found.isAll) return withTotal(query, await readByIds(found.ids), found.total);
  return (await findFarAway(query, looked, found)) ?? { rows: await readInOrder(query) };
}

/**
 * People who are many, and all far from here: of those whose keys or addresses begin alike because they came together.
 * Where the index finds nobody before the first of them that came to light, reading begins there.
 */
async function findFarAway(query: PageQuery, looked: Looked, found: Candidates): Promise<FoundPage | null> {
  const { sort, segmentId, after = "0", size } = query;
  const isByAge = sort.column === "added" && sort.direction === "ascending" && !segmentId;
  if (!isByAge || found.first === null || BigInt(found.first) <= BigInt(after)) return null;
  const before = await findCandidates(query, looked, found.first);
  if (!before.isAll) return null;
  const rows = await readByIds(before.ids);
  if (rows.length > size) return { rows };
  const from = String(BigInt(found.first) - 1n);
  const rest = await readInOrder({ ...query, after: from, size: size - rows.length });
  return { rows: [...rows, ...rest] };
}

function withTotal(query: PageQuery, rows: ProfileRow[], total: number): FoundPage {
  return query.after === undefined ? { rows, total } : { rows };
}

/** The next people who have the words; of the next `stretch` people only, where there is one. */
async function readInOrder(query: PageQuery, stretch?: number): Promise<ProfileRow[]> {
  const params: unknown[] = [];
  const { from, order } = peopleSql(query, params);
  const words = query.words.length > 0 ? wordsSql(query.words, "p.search", params) : "true";
  const source = stretch
    ? `FROM (SELECT p.* ${from} ORDER BY ${order} LIMIT ${stretch}) p WHERE ${words}`
    : `${from} AND ${words}`;
  const sql = `SELECT ${selected} ${source} ORDER BY ${order} LIMIT ${query.size + 1}`;
  return (await pool().query<ProfileRow>(sql, params)).rows;
}

async function readByIds(ids: string[]): Promise<ProfileRow[]> {
  const { rows } = await pool().query<ProfileRow>(
    `SELECT ${selected} FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted(id, place)
     JOIN profile p ON p.id = wanted.id ORDER BY wanted.place`,
    [ids],
  );
  return rows;
}
