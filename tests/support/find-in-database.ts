import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { to as copyTo } from "pg-copy-streams";
import { pool } from "@/lib/db";

/** The columns of Ferry's own tables that hold `text` anywhere, as `table.column`. */
export async function columnsHolding(text: string): Promise<string[]> {
  const { rows } = await pool().query<{ place: string; sql: string }>(
    `SELECT table_name || '.' || column_name AS place,
       format('SELECT count(*)::int AS count FROM %I WHERE strpos(%I::text, $1) > 0', table_name, column_name) AS sql
     FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const holding: string[] = [];
  for (const { place, sql } of rows) {
    const found = await pool().query<{ count: number }>(sql, [text]);
    if ((found.rows[0]?.count ?? 0) > 0) holding.push(place);
  }
  return holding;
}

const decompress = promisify(zstdDecompress);

/** What the batches' packed bodies say. */
async function readBodies(): Promise<string> {
  const { rows } = await pool().query<{ records: Buffer }>("SELECT records FROM run_data.batch_body");
  const bodies = await Promise.all(rows.map(({ records }) => decompress(records)));
  return bodies.map((body) => body.toString("utf8").toLowerCase()).join("");
}

/**
 * The tables of every schema that hold one of the texts, as a dump of the whole database would: in any case, in bytes as
 * well as in text, and in the bodies of batches, which are packed.
 */
export async function tablesHolding(...texts: string[]): Promise<string[]> {
  const bodies = await readBodies();
  const { rows } = await pool().query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const patterns = texts.flatMap((text) => [text, Buffer.from(text).toString("hex")]);
  const asked = rows.map(
    ({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM ${name} t, unnest($1::text[]) text
       WHERE strpos(lower(t::text), lower(text)) > 0)`,
  );
  const holding = await pool().query<{ name: string }>(asked.join(" UNION ALL "), [patterns]);
  return [
    ...(texts.some((text) => bodies.includes(text.toLowerCase())) ? ["packed bodies"] : []),
    ...new Set(holding.rows.map(({ name }) => name.replace(/_\d{8}$/, ""))),
  ];
}

/** Everything of a relation as `COPY` writes it, which is what a dump has of it; bytes in clear. */
async function copyOut(name: string): Promise<string> {
  const client = await pool().connect();
  try {
    const pieces: Buffer[] = [];
    for await (const piece of client.query(copyTo(`COPY (SELECT * FROM ${name}) TO STDOUT`)))
      pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString("utf8");
    return text.replaceAll(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, "hex").toString("utf8"));
  } finally {
    client.release();
  }
}

/**
 * The relations whose rows in a dump of the whole database hold one of the texts, in any case. PostgreSQL as npm brings it
 * has no pg_dump, so this writes what one writes: every table and materialized view of every schema, pg-boss's and the
 * staging ones too, and the large objects.
 */
export async function dumpHolding(...texts: string[]): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     UNION ALL SELECT 'pg_catalog.pg_largeobject' ORDER BY 1`,
  );
  const wanted = texts.map((text) => text.toLowerCase());
  const holding: string[] = [];
  for (const { name } of rows) {
    const dumped = (await copyOut(name)).toLowerCase();
    if (wanted.some((text) => dumped.includes(text))) holding.push(name);
  }
  return holding;
}
