import type { PoolClient } from "pg";
import { lockProfiles, unifyProfiles } from "@/lib/profiles/unify-profiles";
import { MAX_BAD_LINES, type SourceColumn } from "./schema";

export interface MergeCounts {
  added: number;
  changed: number;
  unchanged: number;
  repeated: number;
}

async function addFields(client: PoolClient, columns: SourceColumn[]): Promise<void> {
  for (const column of columns.filter((one) => one.isIncluded))
    await client.query(
      `INSERT INTO field (id, key, name, type, meaning) VALUES (gen_random_uuid(), $1, $2, $3::"FieldType", $4)
       ON CONFLICT (key) DO NOTHING`,
      [column.fieldKey, column.fieldName, column.type, column.meaning],
    );
}

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
 * Merges an import's staged rows into its source and the unified profiles, in the caller's transaction:
 * all of it or nothing. Rows that say what the source said already are left alone.
 */
export async function mergeImport(
  client: PoolClient,
  input: { importId: string; sourceId: string; table: string; columns: SourceColumn[] },
): Promise<MergeCounts> {
  await lockProfiles(client);
  await addFields(client, input.columns);
  const repeated = await takeOutRepeated(client, input.table, input.importId);
  await client.query(
    `CREATE TEMP TABLE touched ON COMMIT DROP AS
     SELECT s.key, s.attributes, r.key IS NULL AS is_new
     FROM ${input.table} s LEFT JOIN source_record r ON r.source_id = '${input.sourceId}' AND r.key = s.key
     WHERE r.key IS NULL OR r.attributes IS DISTINCT FROM s.attributes`,
  );
  const staged = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${input.table}`);
  const counted = await client.query<{ added: number; changed: number }>(
    "SELECT count(*) FILTER (WHERE is_new)::int AS added, count(*) FILTER (WHERE NOT is_new)::int AS changed FROM touched",
  );
  await client.query(
    `INSERT INTO source_record (source_id, key, attributes) SELECT $1, key, attributes FROM touched
     ON CONFLICT (source_id, key) DO UPDATE SET attributes = excluded.attributes`,
    [input.sourceId],
  );
  await client.query("ANALYZE touched");
  await unifyProfiles(client, "touched");
  const { added, changed } = counted.rows[0] ?? { added: 0, changed: 0 };
  return { added, changed, unchanged: (staged.rows[0]?.count ?? 0) - added - changed, repeated };
}
