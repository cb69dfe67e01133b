import { pool } from "@/lib/db";
import { type PageQuery, peopleSql } from "./people-sql";

/** What was seen in a stretch of people. */
export interface Looked {
  people: number;
  /** How many of them have a part of a word, by the part. */
  having: Map<string, number>;
}

/** How common the parts of the words are among the next `stretch` people. */
export async function lookAround(query: PageQuery, stretch: number): Promise<Looked> {
  const params: unknown[] = [];
  const { from, order } = peopleSql(query, params);
  const parts = [...new Set(query.words.flatMap((word) => word.parts))];
  // A part is letters and digits alone, and nothing in it is a sign of LIKE's.
  const counts = parts.map((part) => `count(*) FILTER (WHERE search LIKE $${params.push(`%${part}%`)})::int`);
  const { rows } = await pool().query<{ people: number; counts: number[] }>(
    `SELECT count(*)::int AS people, ARRAY[${counts.join(", ")}]::int[] AS counts
     FROM (SELECT p.search ${from} ORDER BY ${order} LIMIT ${stretch}) s`,
    params,
  );
  const { people = 0, counts: seen = [] } = rows[0] ?? {};
  return { people, having: new Map(parts.map((part, index) => [part, seen[index] ?? 0])) };
}
