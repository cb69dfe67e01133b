import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, inject, it, onTestFinished } from "vitest";
import { closeDatabase, pool } from "@/lib/db";
import { canAlterAudit } from "@/lib/database-roles";
import { ask } from "../support/empty-database";
import { runScript, testSettings } from "../support/run-script";

const password = "a-password-for-tests";

async function onServer(...statements: string[]): Promise<void> {
  return asSuperuser(inject("serverUrl"), statements);
}

async function asSuperuser(connectionString: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

function addressOf(database: string, role: string): string {
  const address = new URL(inject("serverUrl"));
  Object.assign(address, { pathname: `/${database}`, username: role, password });
  return address.toString();
}

/** A database of an owner, and a role for the application, as docs/operations.md says to make them. */
async function makeRoles() {
  const mark = randomUUID().replaceAll("-", "").slice(0, 12);
  const [owner, application, database] = [`owner_${mark}`, `ferry_${mark}`, `test_roles_${mark}`];
  await onServer(
    `CREATE ROLE ${application} LOGIN PASSWORD '${password}'`,
    `CREATE ROLE ${owner} LOGIN PASSWORD '${password}' IN ROLE ${application}`,
    `CREATE DATABASE ${database} OWNER ${owner}`,
  );
  onTestFinished(() =>
    onServer(`DROP DATABASE ${database} WITH (FORCE)`, `DROP ROLE ${owner}`, `DROP ROLE ${application}`),
  );
  return {
    DATABASE_URL: addressOf(database, application),
    DATABASE_OWNER_URL: addressOf(database, owner),
  };
}

const migrate = (env: Record<string, string>) =>
  runScript("scripts/migrate.ts", {
    env: { ...testSettings(), FERRY_MODE: "live", FERRY_DATA_DIR: "/tmp", ...env },
  });

it("With two addresses the application adds to the audit log and can do nothing else to it", async () => {
  const addresses = await makeRoles();
  const first = await migrate(addresses);
  expect(first.output).toContain("Applied ");
  expect(first).toMatchObject({ code: 0, output: expect.not.stringContaining("owns the audit log") });
  const again = await migrate(addresses);
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining("The database is up to date.") });

  const own = process.env.DATABASE_URL;
  await closeDatabase();
  process.env.DATABASE_URL = addresses.DATABASE_URL;
  const client = new pg.Client({ connectionString: addresses.DATABASE_URL });
  await client.connect();
  try {
    await client.query(
      "INSERT INTO audit_event (actor_kind, action, object_type) VALUES ('system:x', 'run.start', 'run')",
    );
    expect((await client.query("SELECT id FROM audit_event")).rowCount).toBe(1);
    for (const sql of [
      "UPDATE audit_event SET action = 'x'",
      "DELETE FROM audit_event",
      "TRUNCATE audit_event",
      "ALTER TABLE audit_event DISABLE TRIGGER ALL",
      "DROP TABLE audit_event",
      "UPDATE audit_seal SET hash = 'x'",
      "DELETE FROM audit_seal",
      "SET session_replication_role = replica",
      "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ])
      await expect(client.query(sql), sql).rejects.toThrow(/permission denied|must be owner|return type/);
    expect(await canAlterAudit((sql) => client.query(sql))).toBe(false);
    // What the application does to its own tables while it works.
    await client.query("SELECT run_data.ensure_partitions(current_date + 5)");
    await client.query("SELECT run_data.drop_partitions(current_date + 6)");
    await client.query("CREATE TABLE staging.x (a int)");
    await client.query("DROP TABLE staging.x");
    await client.query("ANALYZE profile");
    await client.query("DELETE FROM profile");
  } finally {
    await client.end();
    process.env.DATABASE_URL = own;
  }
});

it("With one address the start says what is not protected", async () => {
  const { DATABASE_OWNER_URL } = await makeRoles();
  const { code, output } = await migrate({ DATABASE_URL: DATABASE_OWNER_URL });
  expect(code).toBe(0);
  expect(output).toContain("The role of DATABASE_URL owns the audit log");
  expect(await canAlterAudit((sql) => pool().query(sql))).toBe(true);
});

it("A database that has belonged to the application so far is made over as docs/operations.md says", async () => {
  const addresses = await makeRoles();
  const [application, owner] = [addresses.DATABASE_URL, addresses.DATABASE_OWNER_URL].map(
    (url) => new URL(url).username,
  );
  const own = new URL(inject("serverUrl"));
  own.pathname = new URL(addresses.DATABASE_URL).pathname;
  const database = own.pathname.slice(1);
  await onServer(`ALTER DATABASE ${database} OWNER TO ${application}`);
  expect(await migrate({ DATABASE_URL: addresses.DATABASE_URL })).toMatchObject({ code: 0 });
  await asSuperuser(own.toString(), [
    `ALTER DATABASE ${database} OWNER TO ${owner}`,
    `ALTER TABLE audit_event OWNER TO ${owner}`,
    `ALTER TABLE audit_seal OWNER TO ${owner}`,
    `ALTER TABLE _prisma_migrations OWNER TO ${owner}`,
    `ALTER FUNCTION refuse_audit_change() OWNER TO ${owner}`,
  ]);
  expect((await migrate(addresses)).output).toMatch(
    /^The database is up to date\.\nNobody can sign in yet.*\n.*token=\S+\n$/,
  );
  const refused = ask(addresses.DATABASE_URL, "ALTER TABLE audit_event DISABLE TRIGGER ALL");
  await expect(refused).rejects.toThrow("must be owner");
  expect(await ask(addresses.DATABASE_URL, "SELECT 1 AS one FROM profile")).toEqual([]);
});
