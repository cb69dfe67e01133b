import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";

// The advisory lock Prisma Migrate itself takes on PostgreSQL, so that both tools exclude each other.
const PRISMA_LOCK = 72_707_369;

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(path.join(folder, name, "migration.sql")))
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

const defaultFolder = path.join(process.cwd(), "prisma/migrations");

async function appliedChecksums(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const unfinished = rows.find((row) => !row.finished_at);
  if (unfinished)
    throw new Error(
      `Migration ${unfinished.migration_name} was begun by another tool and never finished; settle it with "npx prisma migrate resolve".`,
    );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

/** One migration and its bookkeeping row commit together: killed half-way, nothing of it remains. */
async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw new Error(`Migration ${migration.name} failed and changed nothing: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Brings the database at `url` to the schema of `folder`, in order, keeping Prisma's own bookkeeping.
 * Several processes may call it at once: one applies, the others wait and find nothing to do.
 * Returns the names applied. Throws when a migration fails or an applied one was edited since.
 */
export async function applyMigrations(url: string, folder = defaultFolder): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "ferry-migrate" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query(BOOKKEEPING);
    const done = await appliedChecksums(client);
    const applied: string[] = [];
    for (const migration of readMigrations(folder)) {
      const checksum = done.get(migration.name);
      if (checksum === undefined) {
        await applyOne(client, migration);
        applied.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new Error(`Migration ${migration.name} was edited after it was applied; restore it.`);
      }
    }
    return applied;
  } finally {
    await client.end();
  }
}

/** What stands between this build and the database: migrations it lacks, or has beyond this build. */
export async function schemaDifference(
  query: (sql: string) => Promise<{ rows: { migration_name: string }[] }>,
  folder = defaultFolder,
): Promise<{ missing: string[]; unknown: string[] }> {
  const expected = readMigrations(folder).map((migration) => migration.name);
  const { rows } = await query(
    "SELECT migration_name FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL",
  ).catch((error: { code?: string }) => {
    if (error.code === "42P01") return { rows: [] }; // no bookkeeping table: an empty database
    throw error;
  });
  const present = new Set(rows.map((row) => row.migration_name));
  return {
    missing: expected.filter((name) => !present.has(name)),
    unknown: [...present].filter((name) => !expected.includes(name)),
  };
}

/** Throws a sentence that says what to do when the database's schema is not this build's. */
export async function requireCurrentSchema(
  query: (sql: string) => Promise<{ rows: { migration_name: string }[] }>,
  folder = defaultFolder,
): Promise<void> {
  const { missing, unknown } = await schemaDifference(query, folder);
  if (missing.length > 0)
    throw new Error(
      `The database lacks ${missing.length} migration(s), from ${missing[0]} on. Run "npm run migrate".`,
    );
  if (unknown.length > 0)
    throw new Error(
      `The database is newer than this build (it has ${unknown.at(-1)}). Update Ferry, then start again.`,
    );
}
