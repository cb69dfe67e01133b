import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";
import { inSqlTransaction } from "@/lib/db";

// Fields whose values are told apart in one pass: each sorts what it sees in memory of its own.
const AT_ONCE = 4;
const WORK_MEMORY = "64MB";

const SAMPLES = 5;
/** People among whom the samples are looked for. */
const SAMPLED = 500;

interface Figures {
  filled: number;
  distinct: number;
}

/**
 * Counts for each field how many people have it, how many values it has and which sources fill it, and keeps that. All of
 * it is of one moment: changes that come meanwhile are counted next time.
 */
export async function countFields(): Promise<void> {
  const startedAt = performance.now();
  await inSqlTransaction(async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    const lock = await client.query<{ isOurs: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS "isOurs"', [
      // One at a time; a second would only say the same.
      advisoryLocks.countFields,
    ]);
    if (!lock.rows[0]?.isOurs) return;
    await client.query(`SET LOCAL work_mem = '${WORK_MEMORY}'`);
    await client.query("DELETE FROM profile_change");
    await client.query("DELETE FROM field_figures");
    const { rows: fields } = await client.query<Field>("SELECT id, key FROM field ORDER BY position");
    for (let from = 0; from < fields.length; from += AT_ONCE)
      await countValues(client, fields.slice(from, from + AT_ONCE));
    await countSources(client, fields);
    await client.query(
      `INSERT INTO field_count (id, profiles, ms, counted_at) SELECT 1, count(*), $1, now() FROM profile
       ON CONFLICT (id) DO UPDATE
         SET profiles = excluded.profiles, ms = excluded.ms, counted_at = excluded.counted_at`,
      [Math.round(performance.now() - startedAt)],
    );
  });
}

interface Field {
  id: string;
  key: string;
}

async function countValues(client: PoolClient, fields: Field[]): Promise<void> {
  // Eight bytes tell values apart as well as the values themselves, and sort several times as fast.
  const values = fields.map((_, index) => `hashtextextended(attributes ->> $${index + 1}, 0) AS v${index}`);
  const counts = fields.map(
    (_, index) => `jsonb_build_object('filled', count(v${index}), 'distinct', count(DISTINCT v${index}))`,
  );
  const { rows } = await client.query<{ counted: Figures[] }>(
    `SELECT jsonb_build_array(${counts.join(", ")}) AS counted FROM (SELECT ${values.join(", ")} FROM profile) p`,
    fields.map(({ key }) => key),
  );
  for (const [index, field] of fields.entries()) {
    const { filled = 0, distinct = 0 } = rows[0]?.counted[index] ?? {};
    await client.query(
      `INSERT INTO field_figures (field_id, filled, distinct_values, sample_ids)
       SELECT $1, $2, $3, ARRAY(SELECT min(id) FROM (
           SELECT id, attributes ->> $4 AS value FROM profile WHERE $2 > 0 AND attributes ->> $4 IS NOT NULL
           ORDER BY id LIMIT ${SAMPLED}) p
         GROUP BY value ORDER BY 1 LIMIT ${SAMPLES})`,
      [field.id, filled, distinct, field.key],
    );
  }
}

async function countSources(client: PoolClient, fields: Field[]): Promise<void> {
  const counts = fields.map((_, index) => `count(attributes ->> $${index + 2})`);
  await client.query("DELETE FROM field_source");
  await client.query(
    `INSERT INTO field_source (field_id, source_id, filled)
     SELECT counted.field_id, each.source_id, counted.filled
     FROM (SELECT source_id, ARRAY[${counts.join(", ")}]::int[] AS filled FROM source_record GROUP BY source_id) each,
       unnest($1::uuid[], each.filled) AS counted(field_id, filled)
     WHERE counted.filled > 0`,
    [fields.map(({ id }) => id), ...fields.map(({ key }) => key)],
  );
}
