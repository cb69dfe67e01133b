import type { PoolClient } from "pg";
import { takeOutErased } from "@/lib/privacy/tombstones";
import { lockProfiles } from "@/lib/profiles/unify-profiles";
import { addFields } from "./add-fields";
import type { MergeMode } from "./merge-modes";
import { type MergeCounts, mergeRecords } from "./merge-records";
import { MAX_BAD_LINES, type SourceColumn } from "./schema";

/** Of lines with one key the first counts; the others are taken out and listed with the line they repeat. */
async function takeOutRepeated(client: PoolClient, table: string, importId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `WITH ranked AS (
       SELECT line, row_number() OVER w AS place, first_value(line) OVER w AS first_line
       FROM ${table} WINDOW w AS (PARTITION BY key ORDER BY line)),
     gone AS (
       DELETE FROM ${table} s USING ranked r WHERE r.line = s.line AND r.place > 1 RETURNING r.line, r.first_line),
     listed AS (
       INSERT INTO import_bad_line (import_id, line, code, other_line)
       SELECT $1, line, 'key_repeated', first_line FROM gone ORDER BY line LIMIT $2)
     SELECT count(*)::int AS count FROM gone`,
    [importId, MAX_BAD_LINES],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Merges an import's staged rows (`mergeRecords`) after taking out erased people and repeated keys, in the caller's
 * transaction.
 */
export async function mergeImport(
  client: PoolClient,
  input: {
    importId: string;
    sourceId: string;
    table: string;
    columns: SourceColumn[];
    mode?: MergeMode;
  },
): Promise<MergeCounts & { repeated: number; erased: number }> {
  const { importId, sourceId, table, columns, mode = "upsert" } = input;
  await lockProfiles(client);
  await addFields(client, columns);
  const erased = await takeOutErased(client, { table, importId });
  const repeated = await takeOutRepeated(client, table, importId);
  return { ...(await mergeRecords(client, { sourceId, table, mode })), repeated, erased };
}
