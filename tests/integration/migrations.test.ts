import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it as base } from "vitest";
import { requireInstallation } from "@/lib/installation";
import { applyMigrations, requireCurrentSchema, schemaDifference } from "@/lib/migrations";
import { root } from "@/scripts/paths";
import { ask, emptyDatabase } from "../support/empty-database";
import { runScript, startScript } from "../support/run-script";

const script = "tests/support/migrate-script.ts";
const slowSql = "CREATE TABLE half_way (id int); INSERT INTO half_way VALUES (1); SELECT pg_sleep(2);";

interface Folder {
  path: string;
  add: (name: string, sql: string) => void;
}

const it = base.extend<{ url: string; folder: Folder }>({
  url: async ({ task: _ }, use) => use(await emptyDatabase()),
  /** A copy of the project's migrations that a test may add to. */
  folder: async ({ task: _ }, use) => {
    const copy = mkdtempSync(path.join(tmpdir(), "ferry-migrations-"));
    cpSync(path.join(root, "prisma/migrations"), copy, { recursive: true });
    const add = (name: string, sql: string) => {
      mkdirSync(path.join(copy, name), { recursive: true });
      writeFileSync(path.join(copy, name, "migration.sql"), sql);
    };
    await use({ path: copy, add });
    rmSync(copy, { recursive: true });
  },
});

const queryOn = (url: string) => async (sql: string) => ({
  rows: await ask<{ migration_name: string }>(url, sql),
});
const bookkeeping = (url: string) =>
  ask<{ migration_name: string }>(url, "SELECT migration_name FROM _prisma_migrations ORDER BY 1");

it("three processes at once on an empty database: one applies, and all go on", async ({ url, folder }) => {
  // Long enough for all three to arrive while the first is at it.
  folder.add("00000000000000_slow", "SELECT pg_sleep(1); CREATE TABLE slow (id int);");
  const runs = await Promise.all([1, 2, 3].map(() => runScript(script, { args: [url, folder.path] })));
  for (const { code, output } of runs) expect([code, output]).toEqual([0, expect.any(String)]);
  const applied = runs.map(({ output }) => JSON.parse(output) as string[]).flat();
  expect(applied).toHaveLength(new Set(applied).size);
  expect(applied).toEqual((await bookkeeping(url)).map((row) => row.migration_name));
  expect(await schemaDifference(queryOn(url), folder.path)).toEqual({ missing: [], unknown: [] });
  await requireCurrentSchema(queryOn(url), folder.path);
});

it("three starts at once on an empty database: schema, queues and mark are there once", async ({ url }) => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "ferry-data-"));
  const env = { DATABASE_URL: url, FERRY_MODE: "live", FERRY_DATA_DIR: dataDir, LOG_LEVEL: "warn" };
  const runs = await Promise.all([1, 2, 3].map(() => runScript("scripts/migrate.ts", { env })));
  rmSync(dataDir, { recursive: true });
  for (const { code, output } of runs)
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^(Applied .+\.|The database is up to date\.)\n/),
    ]);
  expect(runs.filter(({ output }) => output.startsWith("Applied"))).toHaveLength(1);
  expect(await ask(url, "SELECT name FROM pgboss.queue ORDER BY name")).toEqual(
    expect.arrayContaining([{ name: "segment.refresh" }, { name: "source.import" }]),
  );
  expect(await ask(url, "SELECT mode FROM installation")).toEqual([{ mode: "live" }]);
});

it("a migration whose process is killed half-way leaves nothing, and the next run applies it", async ({
  url,
  folder,
}) => {
  await applyMigrations(url);
  folder.add("29990101000000_slow", slowSql);
  const killed = startScript(script, { args: [url, folder.path] });
  const isHalfWay = `SELECT 1 FROM pg_stat_activity
    WHERE application_name = 'ferry-migrate' AND wait_event = 'PgSleep' AND datname = current_database()`;
  while ((await ask(url, isHalfWay)).length === 0) await sleep(10);
  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  expect(await ask(url, "SELECT to_regclass('half_way') AS half")).toEqual([{ half: null }]);
  expect((await schemaDifference(queryOn(url), folder.path)).missing).toEqual(["29990101000000_slow"]);

  expect(await applyMigrations(url, folder.path)).toEqual(["29990101000000_slow"]);
  expect(await ask(url, "SELECT id FROM half_way")).toEqual([{ id: 1 }]);
  await requireCurrentSchema(queryOn(url), folder.path);
});

it("a migration that fails changes nothing, and names itself", async ({ url, folder }) => {
  folder.add("29990101000000_wrong", "CREATE TABLE half_way (id int); SELECT 1 / 0;");
  folder.add("29990102000000_after", "CREATE TABLE after_it (id int);");
  await expect(applyMigrations(url, folder.path)).rejects.toThrow(
    "Migration 29990101000000_wrong failed and changed nothing: division by zero",
  );
  expect(await ask(url, "SELECT to_regclass('half_way') AS half, to_regclass('after_it') AS after")).toEqual([
    { half: null, after: null },
  ]);
  folder.add("29990101000000_wrong", "CREATE TABLE repaired (id int);");
  expect(await applyMigrations(url, folder.path)).toEqual(["29990101000000_wrong", "29990102000000_after"]);
});

it("a migration that was edited after it was applied is refused", async ({ url, folder }) => {
  folder.add("29990101000000_one", "CREATE TABLE one (id int);");
  await applyMigrations(url, folder.path);
  folder.add("29990101000000_one", "CREATE TABLE one (id bigint);");
  await expect(applyMigrations(url, folder.path)).rejects.toThrow(
    "Migration 29990101000000_one was edited after it was applied; restore it.",
  );
});

describe("the app refuses a database", () => {
  it("that is empty", async ({ url, folder }) => {
    folder.add("29990101000000_one", "SELECT 1;");
    await expect(requireCurrentSchema(queryOn(url), folder.path)).rejects.toThrow(
      /^The database lacks \d+ migration\(s\), from \d+_foundation on\. Run "npm run migrate"\.$/,
    );
  });

  it("that is older", async ({ url, folder }) => {
    await applyMigrations(url);
    folder.add("29990101000000_one", "SELECT 1;");
    await expect(requireCurrentSchema(queryOn(url), folder.path)).rejects.toThrow(
      'The database lacks 1 migration(s), from 29990101000000_one on. Run "npm run migrate".',
    );
  });

  it("that is newer", async ({ url, folder }) => {
    folder.add("29990101000000_one", "SELECT 1;");
    await applyMigrations(url, folder.path);
    await expect(requireCurrentSchema(queryOn(url))).rejects.toThrow(
      "The database is newer than this build (it has 29990101000000_one). Update Ferry, then start again.",
    );
  });

  it.for([
    ["practice", "live", /belongs to a practice installation, but FERRY_MODE is live/],
    ["practice", "production", /belongs to a practice installation, but FERRY_MODE is production/],
    ["live", "practice", /belongs to a live installation, but FERRY_MODE is practice/],
    ["production", "practice", /belongs to a live installation, but FERRY_MODE is practice/],
  ] as const)("of a %s installation in %s mode", async ([first, second, sentence], { url }) => {
    await applyMigrations(url);
    const query = async (sql: string, values: string[]) => ({
      rows: await ask<{ mode: string }>(url, sql, values),
    });
    await requireInstallation(query, first);
    await requireInstallation(query, first);
    await expect(requireInstallation(query, second)).rejects.toThrow(sentence);
    await requireInstallation(query, first);
  });
});
