import type { PoolClient } from "pg";
import { inSqlTransaction, pool } from "@/lib/db";

/** The profile fields: key, type, meaning. */
const fields = [
  ["first_name", "text", "first_name"],
  ["last_name", "text", "last_name"],
  ["email", "text", "email"],
  ["phone", "text", "phone"],
  ["city", "text", "city"],
  ["country", "text", "country"],
  ["newsletter", "boolean", "none"],
  ["orders", "number", "none"],
  ["spent", "number", "none"],
  ["last_order", "date", "none"],
  ["plan", "text", "none"],
] as const;

// Addresses are unique by their number, some written in capitals, and each phone is somebody's alone.
const person = `
  SELECT 'C-' || lpad(n::text, 8, '0') AS key, jsonb_build_object(
    'first_name', first, 'last_name', last,
    'email', CASE WHEN dice % 10 = 0 THEN upper(address) ELSE address END,
    'phone', '+3630' || lpad(n::text, 7, '0'),
    'city', (ARRAY['Budapest','Győr','Szeged','Pécs','Debrecen','Székesfehérvár','Miskolc'])[1 + dice % 7],
    'country', 'HU', 'newsletter', true,
    'orders', dice % 40, 'spent', (dice % 200000) / 100.0,
    'last_order', to_char(date '2026-01-01' + (dice % 300)::int, 'YYYY-MM-DD'),
    'plan', (ARRAY['silver plan','gold plan','platinum plan'])[1 + dice % 3]) AS attributes
  FROM (SELECT n, dice, first, last, fold_text(first || '.' || last) || n || '@example.com' AS address
    FROM generate_series(1, $1::int) AS n,
      LATERAL (SELECT hashtext($2 || n)::bigint & 2147483647 AS dice) AS thrown,
      LATERAL (SELECT (ARRAY['Ágnes','Ödön','Zsófia','Gergő','Eszter','Balázs','Réka'])[1 + (dice / 7) % 7] AS first,
        (ARRAY['Kovács','Szabó','Tóth','Nagy','Hegedűs','Vörös','Fehér','Papp'])[1 + (dice / 49) % 8] AS last) AS named
  ) AS one`;

/** So many customers of one source, unified, the same for the same seed: valid and unique addresses and phones. */
export async function makePeople(count: number, seed: string): Promise<void> {
  await inSqlTransaction(async (client) => {
    for (const [key, type, meaning] of fields)
      await client.query(
        `INSERT INTO field (id, key, name, type, meaning) VALUES (gen_random_uuid(), $1, $1, $2::"FieldType", $3)`,
        [key, type, meaning],
      );
    await client.query(`CREATE TEMP TABLE made ON COMMIT DROP AS ${person}`, [count, seed]);
    const sourceId = await addSource(client);
    await client.query(
      "INSERT INTO source_record (source_id, key, attributes) SELECT $1, key, attributes FROM made",
      [sourceId],
    );
    // One by one into the search index would take minutes for a million.
    await client.query("DROP INDEX profile_search_idx");
    await client.query(
      `INSERT INTO profile (key, attributes, search)
       SELECT key, attributes, fold_text(concat_ws(' ', key, attributes->>'first_name', attributes->>'last_name',
         attributes->>'email')) FROM made ORDER BY key`,
    );
    await client.query("CREATE INDEX profile_search_idx ON profile USING gin (search gin_trgm_ops)");
    await recordImport(client, count);
  });
}

async function addSource(client: PoolClient): Promise<string> {
  const columns = fields.map(([key, type, meaning]) => ({
    name: key,
    fieldKey: key,
    fieldName: key,
    type,
    notation: { decimal: ".", slashDate: null },
    meaning,
    isIncluded: true,
  }));
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO source (id, name, kind, key_column, columns, updated_at)
     VALUES (gen_random_uuid(), 'Customers', 'csv', 'key', $1, now()) RETURNING id`,
    [JSON.stringify(columns)],
  );
  return rows[0]?.id ?? "";
}

async function recordImport(client: Pick<PoolClient, "query">, rowsChanged: number): Promise<void> {
  await client.query(
    `INSERT INTO import (id, source_id, file_name, status, format, key_column, columns, total_bytes, read_bytes,
       rows_read, rows_changed, started_at, finished_at)
     SELECT gen_random_uuid(), id, 'customers.csv', 'successful',
       '{"encoding":"utf-8","delimiter":",","quote":"\\""}', key_column, columns,
       $1::int * 200, $1::int * 200, $1, $1, now(), now()
     FROM source`,
    [rowsChanged],
  );
}

/** Changes what is known of the first so many people, and takes the last so many out of the newsletter. */
export async function changePeople(change: { changed: number; leavers: number }): Promise<void> {
  const places =
    "SELECT key, row_number() OVER (ORDER BY key) AS place, count(*) OVER () AS people FROM profile";
  for (const table of ["profile", "source_record"])
    await pool().query(
      `UPDATE ${table} t SET attributes = t.attributes || CASE WHEN p.place <= $1
         THEN jsonb_build_object('orders', (t.attributes->>'orders')::int + 100)
         ELSE jsonb_build_object('newsletter', false) END
       FROM (${places}) p WHERE p.key = t.key AND (p.place <= $1 OR p.place > p.people - $2)`,
      [change.changed, change.leavers],
    );
  await recordImport(pool(), change.changed + change.leavers);
}
