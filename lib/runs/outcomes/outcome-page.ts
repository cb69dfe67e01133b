import { inSqlTransaction } from "@/lib/db";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "../create-run";

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

export interface PageOf {
  run: RunOfPeople;
  /** Words that all have to be part of key, name or address. */
  words: string[];
  /** The place of the last row before. */
  after: string[] | null;
  size: number;
}

const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** Conditions that find whom the words mean: by the profile, or by the address as it was sent. */
export function searchSql(words: string[], params: unknown[], row: string): string {
  return words
    .map((word) => {
      const pattern = `fold_text($${params.push(likePattern(word))})`;
      return ` AND (${row}.identifier LIKE ${pattern} OR EXISTS (
        SELECT 1 FROM profile p WHERE p.id = ${row}.profile_id AND p.search LIKE ${pattern}))`;
    })
    .join("");
}

/** Rejected and unconfirmed people are kept longer than the items they were. */
export const daysSql = `IN ($1::date, $1::date + ${PROBLEM_DAYS - PEOPLE_DAYS})`;

export const noCode = `NULL AS code, NULL AS detail, NULL AS field, NULL AS "otherProfileId"`;

/**
 * The rows of a run are often younger than the planner's statistics. Without them it takes a nested loop for cheap
 * where thousands meet thousands, and a sort where the key has the order.
 */
export function queryRows<Row extends object>(sql: string, params: unknown[]): Promise<Row[]> {
  return inSqlTransaction(async (client) => {
    await client.query("SET LOCAL enable_nestloop = off; SET LOCAL enable_bitmapscan = off");
    return (await client.query<Row>(sql, params)).rows;
  });
}

const FIRST_STRETCH = 500;
const LONGEST_STRETCH = 256_000;

/** How far to look for `size` rows at first. Longer each time, a search for few reads little in vain. */
export function firstStretch(size: number): number {
  return Math.max(FIRST_STRETCH, size * 2);
}

/** How far next, when that was not enough. */
export function nextStretch(stretch: number): number {
  return Math.min(stretch * 4, LONGEST_STRETCH);
}
