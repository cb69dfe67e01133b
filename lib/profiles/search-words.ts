import { pool } from "@/lib/db";

/** A word as the search column is written: without accents and case. */
export interface SearchWord {
  text: string;
  /** What LIKE is asked; more than one where either will do. */
  patterns: string[];
  /** The runs of letters and digits in it that the index knows by themselves. */
  parts: string[];
}

/** Words that are looked for; more would only make the answer slower. */
const MAX_WORDS = 8;

// The index knows every three letters that follow on one another, and the beginning of each word with fewer.
const LEAST_INDEXED = 3;

const escaped = (text: string) => text.replace(/[\\%_]/g, (char) => `\\${char}`);

/**
 * Where a word has no three letters or digits in a row, it is looked for at the beginning of what is written there:
 * anywhere else the index could not find it, and it would be everywhere.
 */
export function toSearchWord(text: string): SearchWord {
  const runs = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const parts = runs.filter((run) => [...run].length >= LEAST_INDEXED);
  const isShort = runs.length > 0 && parts.length === 0;
  const patterns = isShort ? [`${escaped(text)}%`, `% ${escaped(text)}%`] : [`%${escaped(text)}%`];
  return { text, patterns, parts };
}

/** Whether there is anything the index could be asked for: of signs alone it knows nobody, and everybody would be read. */
export function canBeFound(words: SearchWord[]): boolean {
  return words.length === 0 || words.some(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

/** The words of what a person typed, folded by PostgreSQL as the search column is. */
export async function readSearchWords(search: string): Promise<SearchWord[]> {
  const typed = search.split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
  if (typed.length === 0) return [];
  const { rows } = await pool().query<{ word: string }>(
    "SELECT fold_text(word) AS word FROM unnest($1::text[]) WITH ORDINALITY AS one(word, place) ORDER BY place",
    [typed],
  );
  // Folding may bring spaces out of what was one sign.
  const folded = rows.flatMap(({ word }) => word.split(/\s+/)).filter(Boolean);
  return [...new Set(folded)].map(toSearchWord);
}

/** Whether `column` has the word, as a condition. */
export function wordSql({ patterns }: SearchWord, column: string, params: unknown[]): string {
  return `(${patterns.map((pattern) => `${column} LIKE $${params.push(pattern)}`).join(" OR ")})`;
}

/** Whether `column` has all the words. */
export function wordsSql(words: SearchWord[], column: string, params: unknown[]): string {
  return words.map((word) => wordSql(word, column, params)).join(" AND ");
}
