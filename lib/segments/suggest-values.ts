import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inCancelableTransaction, isCanceled } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import type { SuggestValuesInput } from "./schema";

const MOST_VALUES = 20;
// What so many people have is enough to suggest from; of a rare value the scan is bounded by its time.
const MOST_PEOPLE = 20_000;
const MOST_MS = 1_500;

const likePattern = (text: string) => `${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;

/**
 * Values of a field that begin with what was typed, the most frequent first. A convenience: where looking takes too
 * long, or nobody waits any more, there are none.
 */
export async function suggestValues(
  actor: Actor,
  { field, text }: SuggestValuesInput,
  signal = new AbortController().signal,
): Promise<Result<{ values: string[] }>> {
  requirePermission(actor, "segment:write");
  // They are shown in full.
  requirePermission(actor, "profile:reveal");
  try {
    const { rows } = await inCancelableTransaction({ signal, mostMs: MOST_MS }, (client) =>
      client.query<{ value: string }>(
        `SELECT value FROM (
           SELECT p.attributes->>$1 AS value FROM profile p
           WHERE lower(p.attributes->>$1) LIKE lower($2) AND length(p.attributes->>$1) <= 100
           LIMIT ${MOST_PEOPLE}) AS seen
         GROUP BY value ORDER BY count(*) DESC, value LIMIT ${MOST_VALUES}`,
        [field, likePattern(text.trim())],
      ),
    );
    return accepted({ values: rows.map(({ value }) => value) });
  } catch (error) {
    if (signal.aborted || isCanceled(error)) return accepted({ values: [] });
    throw error;
  }
}
