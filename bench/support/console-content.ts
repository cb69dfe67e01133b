import { pool } from "@/lib/db";
import { type Original, addPeopleOfRun, addRuns } from "./console-runs";

export interface ContentSize {
  exports: number;
  runs: number;
}

const CONNECTIONS = 30;
const SEGMENTS = 50;
const SOURCES = 10;

/** Copies `table`'s row `id` so many times, with these columns' values by the number `n`. */
async function copyRow(table: string, id: string, count: number, values: Record<string, string>) {
  const { rows } = await pool().query<{ name: string }>(
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
    [table],
  );
  const columns = rows.map(({ name }) => name);
  await pool().query(
    `INSERT INTO ${table} (${columns.join(", ")})
     SELECT ${columns.map((name) => values[name] ?? `t.${name}`).join(", ")}
     FROM ${table} t, generate_series(2, ${count}) AS n WHERE t.id = $1`,
    [id],
  );
}

async function addSourcesAndSegments(): Promise<void> {
  const { rows } = await pool().query<{ source: string; segment: string }>(
    "SELECT (SELECT id FROM source LIMIT 1) AS source, (SELECT id FROM segment LIMIT 1) AS segment",
  );
  const { source = "", segment = "" } = rows[0] ?? {};
  await copyRow("source", source, SOURCES, {
    id: "gen_random_uuid()",
    name: "'Customers ' || n",
    position: "t.position + n",
  });
  await pool().query(
    `INSERT INTO import (id, source_id, file_name, status, format, key_column, columns, total_bytes, rows_bad,
       started_at, finished_at, created_at)
     SELECT gen_random_uuid(), s.id, 'customers-' || n || '.csv', 'successful', i.format, s.key_column, s.columns,
       1000000, 200, now() - n * interval '1 day', now() - n * interval '1 day', now() - n * interval '1 day'
     FROM source s, import i, generate_series(1, 40) AS n`,
  );
  await pool().query(
    `INSERT INTO import_bad_line (import_id, line, code, "column")
     SELECT i.id, n, 'key_missing', 'key' FROM import i, generate_series(1, 200) AS n WHERE i.rows_bad > 0`,
  );
  await copyRow("segment", segment, SEGMENTS, { id: "gen_random_uuid()", name: "'Segment ' || n" });
  await pool().query(
    `INSERT INTO segment_member (segment_id, profile_id)
     SELECT s.id, p.id FROM segment s, profile p WHERE s.id <> $1 AND p.id % 50 = hashtext(s.id::text) & 31`,
    [segment],
  );
  await pool().query(
    "UPDATE segment s SET members = (SELECT count(*) FROM segment_member m WHERE m.segment_id = s.id)",
  );
}

/** One of the sources is read from a database, and one list waits to become a segment. */
async function addDatabaseAndList(): Promise<void> {
  await pool().query(
    `WITH one AS (UPDATE source SET kind = 'postgresql' WHERE name = 'Customers 2' RETURNING id)
     INSERT INTO source_database (source_id, address_ciphertext, host, port, database, "user", table_name)
     SELECT id, '', 'db.example.com', 5432, 'shop', 'reader', 'public.customers' FROM one`,
  );
  await pool().query(
    `INSERT INTO member_list (id, file_name, format, "column", status, total_bytes, matched, unknown, members,
       created_by_id)
     SELECT gen_random_uuid(), 'members.csv', format, 'key', 'ready', 1000, 900, 100, 900,
       (SELECT id FROM "user" WHERE role = 'administrator' LIMIT 1) FROM import LIMIT 1`,
  );
  await pool().query(
    "INSERT INTO member_list_unknown (list_id, line, value) SELECT l.id, n, 'C-' || n FROM member_list l, generate_series(1, 100) AS n",
  );
}

async function addErasure(): Promise<void> {
  await pool().query(
    "INSERT INTO erasure (id, status, erased_at, finished_at) VALUES (gen_random_uuid(), 'done', now(), now())",
  );
}

async function addConnectionsAndExports(original: Original, exports: number): Promise<void> {
  await copyRow("connection", original.connectionId, CONNECTIONS, {
    id: "gen_random_uuid()",
    name: "'Klaviyo ' || n",
    name_key: "'klaviyo ' || n",
  });
  await pool().query(
    `INSERT INTO consent (id, connection_id, user_id, text_version, text_sha256, language)
     SELECT gen_random_uuid(), c.id, t.user_id, t.text_version, t.text_sha256, t.language
     FROM connection c, consent t WHERE t.connection_id = $1 AND c.id <> $1`,
    [original.connectionId],
  );
  await copyRow("export", original.exportId, exports, {
    id: "gen_random_uuid()",
    name: "'Export ' || n",
    name_key: "'export ' || n",
    connection_id: `(SELECT id FROM connection ORDER BY id OFFSET n % ${CONNECTIONS} LIMIT 1)`,
    list_id: "'L' || lpad(n::text, 5, '0')",
    list_name: "'List ' || n",
  });
  await pool().query(
    `INSERT INTO export_segment (export_id, segment_id, role, position)
     SELECT e.id, s.id, CASE WHEN s.place = 3 THEN 'exclude' ELSE 'include' END::"ExportSegmentRole", s.place
     FROM export e, LATERAL (SELECT id, row_number() OVER () AS place
       FROM (SELECT id FROM segment ORDER BY hashtext(id::text || e.id::text) LIMIT 3) AS three) AS s
     ON CONFLICT DO NOTHING`,
  );
  await pool().query(
    `INSERT INTO ledger (export_id, account_id, list_id)
     SELECT e.id, c.account_id, e.list_id FROM export e JOIN connection c ON c.id = e.connection_id`,
  );
}

/** Fills the database with what a busy installation has. Answers with the id of the run that has people. */
export async function makeConsoleContent(original: Original, size: ContentSize): Promise<string> {
  await addSourcesAndSegments();
  await addDatabaseAndList();
  await addErasure();
  await addConnectionsAndExports(original, size.exports);
  await addRuns(original, size.runs);
  return addPeopleOfRun(original);
}
