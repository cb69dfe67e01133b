import { createServer } from "node:net";
import { describe, expect, onTestFinished } from "vitest";
import { pool } from "@/lib/db";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { saveDatabase } from "@/lib/sources/database/save-database";
import { testDatabase } from "@/lib/sources/database/test-database";
import { freePort } from "@/scripts/free-port";
import { allProfiles, countTraces } from "../support/imports";
import { addDatabase, customerDatabase, databaseInput, refresh } from "../support/source-databases";
import { it } from "../support/workspace";

const shop = `CREATE TABLE customers (id int PRIMARY KEY, email text, city text);
  INSERT INTO customers SELECT n, n || '@example.com', 'Pécs' FROM generate_series(1, 3) n`;

/** The problem a form shows at `field` when `what` is tested. */
async function problemAt(actor: Parameters<typeof testDatabase>[0], field: string, what: object) {
  const input = { reads: "table" as const, table: "customers", query: "", address: "", ...what };
  const result = await testDatabase(actor, input);
  return result.ok ? undefined : result.fields?.[field];
}

describe("an address", () => {
  it("with a wrong password or an unknown role is refused alike", async ({ administrator }) => {
    const { address } = await customerDatabase(shop);
    const user = new URL(address).username;
    const wrong = address.replace("p%40ss", "wrong");
    expect(await problemAt(administrator, "address", { address: wrong })).toEqual({
      code: "source_login_refused",
      params: { user },
    });
    const nobody = address.replace(user, "nobody");
    expect(await problemAt(administrator, "address", { address: nobody })).toMatchObject({
      code: "source_login_refused",
    });
  });

  it("of an unknown host, a closed port, an unknown database, or a server without encryption says which", async ({
    administrator,
  }) => {
    const { address } = await customerDatabase(shop);
    const { host, pathname } = new URL(address);
    const at = (changed: string) => problemAt(administrator, "address", { address: changed });
    expect(await at(address.replace(host, "nowhere.invalid"))).toMatchObject({ code: "source_host_unknown" });
    const port = await freePort();
    expect(await at(address.replace(host, `127.0.0.1:${port}`))).toEqual({
      code: "source_host_refused",
      params: { host: "127.0.0.1", port },
    });
    expect(await at(address.replace(pathname, "/nothing"))).toMatchObject({
      code: "source_database_unknown",
    });
    expect(await at(address.replace("?sslmode=disable", ""))).toMatchObject({
      code: "source_without_encryption",
    });
  });

  it("at which nobody answers is given up after ten seconds", async ({ administrator }) => {
    const port = await freePort();
    const silent = createServer(() => undefined).listen(port, "127.0.0.1");
    onTestFinished(() => void silent.close());
    const address = `postgresql://a:b@127.0.0.1:${port}/c?sslmode=disable`;
    expect(await problemAt(administrator, "address", { address })).toMatchObject({
      code: "source_host_silent",
    });
  });

  it("of Ferry's own database is refused under each of its names", async ({ administrator }) => {
    const own = new URL(process.env.DATABASE_URL ?? "");
    for (const host of ["127.0.0.1", "localhost", "127.1"]) {
      own.hostname = host;
      expect(await problemAt(administrator, "address", { address: `${own}?sslmode=disable` })).toEqual({
        code: "source_is_ferry",
        params: {},
      });
    }
  });

  it("of this machine under a name that means nowhere is refused", async ({ administrator }) => {
    const address = "postgresql://a:b@0.0.0.0/c?sslmode=disable";
    expect(await problemAt(administrator, "address", { address })).toMatchObject({
      code: "source_address_never",
    });
  });
});

describe("a query", () => {
  const columns = Array.from({ length: 10_000 }, (_, index) => `1 AS c${index}`).join(", ");
  const wide = Array.from({ length: 1_200 }, (_, index) => `1 AS c${index}`).join(", ");
  const writing =
    "CREATE FUNCTION write() RETURNS int LANGUAGE sql AS 'INSERT INTO customers (id) VALUES (9) RETURNING id'";
  it.for([
    ["inserts", "INSERT INTO customers (id) VALUES (9) RETURNING *", "query_writes"],
    ["deletes inside", "WITH gone AS (DELETE FROM customers RETURNING *) SELECT * FROM gone", "query_writes"],
    ["writes in a function", "SELECT write() AS id", "query_writes"],
    ["makes a table", "SELECT * INTO copy FROM customers", "query_writes"],
    ["locks rows", "SELECT * FROM customers FOR UPDATE", "query_writes"],
    ["ends the transaction", "COMMIT", "query_writes"],
    ["is two", "SELECT * FROM customers; DELETE FROM customers", "query_several_statements"],
    ["leaves its brackets", "SELECT 1 AS id) AS a, (SELECT 2 AS id", "query_refused"],
    ["has 10,000 columns", `SELECT ${columns}`, "query_too_wide"],
    ["has more columns than are taken", `SELECT ${wide}`, "query_too_wide"],
    ["has no columns", "SELECT FROM customers", "query_without_columns"],
    ["names a column twice", "SELECT id, id FROM customers", "query_column_twice"],
    ["is none", "SELECT FROM WHERE", "query_refused"],
    ["divides by zero", "SELECT id / 0 AS id FROM customers", "query_failed"],
    ["reads what is not there", "SELECT * FROM nothing", "source_table_unknown"],
    ["asks for a column that is not there", "SELECT nothing FROM customers", "query_refused"],
  ] as const)(
    "that %s is refused at its field and changes nothing",
    async ([, query, code], { administrator }) => {
      const { ownerAddress, run } = await customerDatabase(`${shop}; ${writing}`);
      const what = { address: ownerAddress, reads: "query", query };
      expect(await problemAt(administrator, "query", what)).toMatchObject({ code });
      expect(await run("SELECT count(*)::int AS people FROM customers")).toEqual([{ people: 3 }]);
    },
  );

  it("the role may not make says so", async ({ administrator }) => {
    const { address, run } = await customerDatabase(shop);
    await run("CREATE TABLE secret (id int)");
    expect(await problemAt(administrator, "table", { address, table: "secret" })).toMatchObject({
      code: "source_no_permission",
    });
  });
});

it("a key that is twice or missing in the first rows is refused at its field", async ({ administrator }) => {
  const { address, run } = await customerDatabase(shop);
  const input = await databaseInput(administrator, { address, key: "city" });
  const keyProblem = async () => {
    const result = await saveDatabase(administrator, input);
    return result.ok ? undefined : result.fields?.keyColumn;
  };
  expect(await keyProblem()).toEqual({ code: "key_twice_in_rows", params: { column: "city", rows: 3 } });
  await run("UPDATE customers SET city = NULL WHERE id = 2");
  expect(await keyProblem()).toMatchObject({ code: "key_empty_in_rows" });
});

it("saving looks again: a column that went since the test is named at its place, and nothing is stored", async ({
  administrator,
}) => {
  const { address, run } = await customerDatabase(shop);
  const input = await databaseInput(administrator, { address });
  await run("ALTER TABLE customers DROP COLUMN city");
  expect(await saveDatabase(administrator, input)).toMatchObject({
    fields: { "columns.2.fieldName": { code: "source_column_gone", params: { column: "city" } } },
  });
  const { rows } = await pool().query(
    "SELECT (SELECT count(*) FROM source) + (SELECT count(*) FROM source_database) AS n",
  );
  expect(rows[0].n).toBe("0");
});

describe("a refresh", () => {
  it.for([
    ["a column that went", "ALTER TABLE customers DROP COLUMN city", "source_column_gone"],
    ["a table that went", "DROP TABLE customers", "source_table_unknown"],
  ] as const)(
    "fails for %s, and leaves everybody as they were",
    async ([, sql, problemCode], { administrator }) => {
      const { address, run } = await customerDatabase(shop);
      const sourceId = await addDatabase(administrator, { address });
      await refresh(administrator, sourceId);
      const [people, traces] = [await allProfiles(), await countTraces()];
      await run(sql);
      expect(await refresh(administrator, sourceId)).toMatchObject({ status: "failed", problemCode });
      expect([await allProfiles(), await countTraces()]).toEqual([people, traces]);
    },
  );

  it("fails for a password that was changed", async ({ administrator }) => {
    const { address, run } = await customerDatabase(shop);
    const sourceId = await addDatabase(administrator, { address });
    await run(`ALTER ROLE ${new URL(address).username} PASSWORD 'other'`);
    expect(await refresh(administrator, sourceId)).toMatchObject({
      status: "failed",
      problemCode: "source_login_refused",
      epoch: 1,
    });
  });

  const replaceable =
    "CREATE FUNCTION people() RETURNS TABLE (id bigint) STABLE LANGUAGE sql AS 'SELECT 1::bigint'";
  const silent = `CREATE OR REPLACE FUNCTION people() RETURNS TABLE (id bigint) STABLE LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_sleep(120); END'`;
  const endless = `CREATE OR REPLACE FUNCTION people() RETURNS TABLE (id bigint) STABLE LANGUAGE sql
    AS 'SELECT generate_series(1, 1000000000000)'`;
  const asQuery = { reads: "query", query: "SELECT id FROM people()" } as const;

  it.for([
    ["says nothing", silent],
    ["gives rows for ever", endless],
  ] as const)("of a query that %s ends at the limit", async ([, sql], { administrator }) => {
    const { address, run } = await customerDatabase(replaceable);
    const sourceId = await addDatabase(administrator, { address, ...asQuery });
    await refresh(administrator, sourceId);
    await pool().query("UPDATE source_database SET time_limit_seconds = 1");
    await run(sql);
    expect(await refresh(administrator, sourceId)).toMatchObject({
      status: "failed",
      problemCode: "query_too_slow",
      problemParams: { seconds: 1 },
    });
    expect(await allProfiles()).toEqual({ 1: { id: "1" } });
    expect(await countTraces()).toMatchObject({ staging: 0 });
  });

  it("is canceled while a query says nothing, and the query ends there too", async ({ administrator }) => {
    const { address, run } = await customerDatabase(replaceable);
    const sourceId = await addDatabase(administrator, { address, ...asQuery });
    await run(silent);
    const running = refresh(administrator, sourceId);
    const queries = async () =>
      (
        await run(
          "SELECT 1 FROM pg_stat_activity WHERE application_name = 'ferry-source' AND datname = current_database()",
        )
      ).length;
    await expect.poll(queries).toBe(1);
    await pool().query("UPDATE import SET cancel_requested = true WHERE status = 'running'");
    expect(await running).toMatchObject({ status: "canceled" });
    await expect.poll(queries, { timeout: 10_000 }).toBe(0);
    expect(await allProfiles()).toEqual({});
  });
});

describe("permissions", () => {
  it("an editor refreshes but neither tests nor sets up; a viewer does nothing", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const { address } = await customerDatabase(shop);
    const input = await databaseInput(administrator, { address });
    const sourceId = await addDatabase(administrator, { address });
    for (const actor of [contributor, viewer]) {
      await expect(testDatabase(actor, input)).rejects.toThrow("source:connect");
      await expect(saveDatabase(actor, input)).rejects.toThrow("source:connect");
    }
    await expect(refreshSource(viewer, { sourceId })).rejects.toThrow("source:write");
    expect(await refreshSource(contributor, { sourceId })).toMatchObject({ ok: true });
  });
});
