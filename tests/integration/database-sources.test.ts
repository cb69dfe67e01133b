import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { testDatabase } from "@/lib/sources/database/test-database";
import { downloadBadLines } from "@/lib/sources/download-bad-lines";
import { allProfiles, countTraces, importFile, valueOf } from "../support/imports";
import { addDatabase, customerDatabase, refresh } from "../support/source-databases";
import { it } from "../support/workspace";

const shop = `CREATE TABLE customers (customer_id int PRIMARY KEY, email text, orders int, spent numeric(10,2), ratio float8,
    born date, seen timestamptz, newsletter boolean, note jsonb);
  INSERT INTO customers VALUES
    (1, 'ann@example.com', 3, 10.50, 0.1::float8 + 0.2, '1990-02-03', '2026-01-02 03:04:05.678+02', true, '{"a": 1}'),
    (2, 'ben@example.com', NULL, NULL, NULL, NULL, NULL, false, NULL)`;

describe("testing a database", () => {
  it("tells the server, the role, the first rows and a field for each column by its type", async ({
    administrator,
  }) => {
    const { address } = await customerDatabase(shop);
    const what = { address, reads: "table", table: "customers", query: "" } as const;
    const looked = valueOf(await testDatabase(administrator, what));
    expect(looked).toMatchObject({ isReadOnlyRole: true, proposedKey: "customer_id" });
    expect(looked.serverVersion).toMatch(/^\d+/);
    expect(looked.rows[1]).toEqual(["2", "ben@example.com", "", "", "", "", "", "false", ""]);
    expect(Object.fromEntries(looked.proposed.map(({ name, type }) => [name, type]))).toEqual({
      customer_id: "text",
      email: "text",
      orders: "number",
      spent: "number",
      ratio: "number",
      born: "date",
      seen: "datetime",
      newsletter: "boolean",
      note: "text",
    });
    expect(looked.cursors).toEqual([
      { column: "customer_id", kind: "number" },
      { column: "orders", kind: "number" },
      { column: "born", kind: "date" },
      { column: "seen", kind: "timestamptz" },
    ]);
  });

  it("advises when the role may write", async ({ administrator }) => {
    const { ownerAddress } = await customerDatabase(shop);
    const what = { address: ownerAddress, reads: "table", table: "customers", query: "" } as const;
    expect(valueOf(await testDatabase(administrator, what)).isReadOnlyRole).toBe(false);
  });
});

describe("a full refresh", () => {
  it("brings each value as what its column holds", async ({ administrator }) => {
    const { address } = await customerDatabase(shop);
    const sourceId = await addDatabase(administrator, { address });
    expect(await refresh(administrator, sourceId)).toMatchObject({
      status: "successful",
      reading: "everything",
      rowsNew: 2,
      rowsRead: 2,
      rowsBad: 0,
    });
    expect(await allProfiles()).toEqual({
      1: {
        customer_id: "1",
        email: "ann@example.com",
        orders: 3,
        spent: 10.5,
        ratio: 0.3,
        born: "1990-02-03",
        seen: "2026-01-02T01:04:05.678Z",
        newsletter: true,
        note: '{"a": 1}',
      },
      2: { customer_id: "2", email: "ben@example.com", newsletter: false },
    });
    expect(await countTraces()).toMatchObject({ profiles: 2, staging: 0 });
  });

  it("adds, changes, and takes away who is gone there, and leaves other sources alone", async ({
    administrator,
  }) => {
    const { address, run } = await customerDatabase(shop);
    await importFile(administrator, "Id,City\n1,Pécs\n", { key: "Id", name: "File" });
    const sourceId = await addDatabase(administrator, { address });
    await refresh(administrator, sourceId);
    await run(`DELETE FROM customers WHERE customer_id = 1; INSERT INTO customers (customer_id) VALUES (3);
      UPDATE customers SET orders = 9 WHERE customer_id = 2`);
    const counts = { rowsNew: 1, rowsChanged: 1, rowsUnchanged: 0, rowsGone: 1 };
    expect(await refresh(administrator, sourceId)).toMatchObject(counts);
    const people = await allProfiles();
    expect(Object.keys(people)).toEqual(["1", "2", "3"]);
    expect(people[1]).toEqual({ id: "1", city: "Pécs" });
    expect(people[2]).toMatchObject({ orders: 9 });
  });

  it("reads a query of several tables with a comment and a semicolon at its end", async ({
    administrator,
  }) => {
    const { address } = await customerDatabase(
      `${shop}; CREATE TABLE city (id int, name text); INSERT INTO city VALUES (1, 'Győr')`,
    );
    const query =
      'WITH c AS (SELECT * FROM city) SELECT customer_id, c.name AS "Város" FROM customers LEFT JOIN c ON id = customer_id -- all\n;';
    const sourceId = await addDatabase(administrator, { address, reads: "query", query });
    await refresh(administrator, sourceId);
    expect(await allProfiles()).toEqual({
      1: { customer_id: "1", varos: "Győr" },
      2: { customer_id: "2" },
    });
  });

  it("lists rows it cannot read with their place and reason, and keeps what is known of those people", async ({
    administrator,
  }) => {
    const { address, run } = await customerDatabase(
      "CREATE TABLE customers (id text, orders text); INSERT INTO customers VALUES ('a', '1'), ('b', '2')",
    );
    const sourceId = await addDatabase(administrator, { address, key: "id" });
    const { columns } = await prisma().source.findUniqueOrThrow({ where: { id: sourceId } });
    const numbers = (columns as { name: string }[]).map((one) =>
      one.name === "orders" ? { ...one, type: "number" } : one,
    );
    await prisma().source.update({ where: { id: sourceId }, data: { columns: numbers } });
    await refresh(administrator, sourceId);
    await run(`DELETE FROM customers WHERE id = 'b';
      INSERT INTO customers VALUES ('b', 'many'), (NULL, '3'), ('', '4'), ('a', '5'), (repeat('k', 256), '6'), ('c', repeat('9', 20000))`);
    const { id: importId, ...refreshed } = await refresh(administrator, sourceId);
    expect(refreshed).toMatchObject({ status: "successful", rowsNew: 0, rowsGone: 0, rowsBad: 6 });
    const lines = await prisma().importBadLine.findMany({ where: { importId }, orderBy: { line: "asc" } });
    expect(lines.map(({ line, code }) => [line, code])).toEqual([
      [2, "not_a_number"],
      [3, "key_missing"],
      [4, "key_missing"],
      [5, "key_repeated"],
      [6, "key_too_long"],
      [7, "cell_too_long"],
    ]);
    expect(await allProfiles()).toEqual({ a: { id: "a", orders: 1 }, b: { id: "b", orders: 2 } });
  });

  it("of a table that is empty now changes nobody and says so", async ({ administrator }) => {
    const { address, run } = await customerDatabase(shop);
    const sourceId = await addDatabase(administrator, { address });
    await refresh(administrator, sourceId);
    await run("DELETE FROM customers");
    expect(await refresh(administrator, sourceId)).toMatchObject({
      status: "failed",
      problemCode: "source_is_empty",
    });
    expect(Object.keys(await allProfiles())).toHaveLength(2);
  });

  it("asks every segment to refresh, and is written down without anybody's data", async ({
    administrator,
  }) => {
    const { address } = await customerDatabase(shop);
    const sourceId = await addDatabase(administrator, { address });
    await refresh(administrator, sourceId);
    const { rows } = await pool().query(
      "SELECT action, details FROM audit_event WHERE object_id = $1 ORDER BY id",
      [sourceId],
    );
    expect(rows.map(({ action }) => action)).toEqual(["source.add_database", "source.refresh"]);
    expect(JSON.stringify(rows)).not.toMatch(/ann|p@ss|reader_/);
  });
});

it("rows that do not go in are counted by their reason, and downloaded by their number in what was read", async ({
  administrator,
  viewer,
}) => {
  const { address, run } = await customerDatabase("CREATE TABLE customers (id text, name text)");
  await run("INSERT INTO customers VALUES ('1', 'Ann')");
  const sourceId = await addDatabase(administrator, { address, key: "id" });
  await run("INSERT INTO customers VALUES ('2', 'Ben'), (NULL, 'secret'), ('2', 'secret'), ('', 'secret')");
  const { id: importId, badReasons } = await refresh(administrator, sourceId);
  expect(badReasons).toEqual([
    { code: "key_missing", column: "id", count: 2, firstLine: 3 },
    { code: "key_repeated", count: 1, firstLine: 0 },
  ]);
  const head = (kind: string) => [kind, "reason", "column", "first"];
  const sentence = ({ code }: { code: string }) => code;
  const { pieces } = await downloadBadLines(viewer, { importId, head, sentence });
  expect((await Array.fromAsync(pieces)).join("").trimEnd().split("\r\n")).toEqual([
    "\ufeffdatabase,reason,column,first",
    "3,key_missing,id,",
    "4,key_repeated,,2",
    "5,key_missing,id,",
  ]);
});

it("a refresh says about how many rows it has to read, those of a comparison of keys included", async ({
  administrator,
}) => {
  const { address } = await customerDatabase(
    `CREATE TABLE customers (id int PRIMARY KEY, changed timestamptz);
     INSERT INTO customers SELECT n, now() - interval '1 day' FROM generate_series(1, 500) n; ANALYZE customers`,
  );
  const sourceId = await addDatabase(administrator, {
    address,
    mode: "incremental",
    cursorColumn: "changed",
    compareEveryHours: 1,
  });
  expect(await refresh(administrator, sourceId)).toMatchObject({ rowsRead: 500, rowsExpected: 500 });
  await pool().query(
    "UPDATE source_database SET compared_at = NULL, cursor_value = '2100-01-01 00:00:00.000000Z'",
  );
  const compared = await refresh(administrator, sourceId);
  expect(compared).toMatchObject({ reading: "changes_and_keys", rowsRead: 500 });
  expect(compared.rowsExpected).toBeGreaterThanOrEqual(500);
  expect(compared.stagedAt).not.toBeNull();
});

describe("an incremental refresh", () => {
  const table = `CREATE TABLE customers (id int PRIMARY KEY, name text, changed timestamptz);
    INSERT INTO customers VALUES (1, 'Ann', now() - interval '3 days'), (2, 'Ben', now() - interval '2 days'), (3, 'Cid', NULL)`;
  const incremental = { mode: "incremental", cursorColumn: "changed" } as const;

  it("reads everything first, then what changed since, less the overlap", async ({ administrator }) => {
    const { address, run } = await customerDatabase(table);
    const sourceId = await addDatabase(administrator, { address, ...incremental, overlap: 60 });
    expect(await refresh(administrator, sourceId)).toMatchObject({ reading: "everything", rowsRead: 3 });
    await run(`UPDATE customers SET name = 'Benny', changed = now() WHERE id = 2;
      INSERT INTO customers VALUES (4, 'Late', now() - interval '2 days 30 minutes'), (5, 'Later', now() - interval '2 days 2 hours');
      DELETE FROM customers WHERE id = 1`);
    // Whoever has no moment of their change is read each time.
    expect(await refresh(administrator, sourceId)).toMatchObject({
      reading: "changes",
      rowsRead: 3,
      rowsNew: 1,
      rowsChanged: 1,
      rowsGone: 0,
    });
    expect(Object.keys(await allProfiles())).toEqual(["1", "2", "3", "4"]);
  });

  it("sees by a comparison of keys, from time to time, who is gone", async ({ administrator }) => {
    const { address, run } = await customerDatabase(table);
    const sourceId = await addDatabase(administrator, { address, ...incremental });
    await refresh(administrator, sourceId);
    await run("DELETE FROM customers WHERE id = 1");
    expect(await refresh(administrator, sourceId)).toMatchObject({ reading: "changes", rowsGone: 0 });
    await pool().query("UPDATE source_database SET compared_at = now() - interval '25 hours'");
    expect(await refresh(administrator, sourceId)).toMatchObject({
      reading: "changes_and_keys",
      rowsGone: 1,
      rowsUnchanged: 2,
    });
    expect(Object.keys(await allProfiles())).toEqual(["2", "3"]);
    expect(await refresh(administrator, sourceId)).toMatchObject({ reading: "changes" });
  });

  it("reads everything when the comparison finds somebody who came in behind the cursor", async ({
    administrator,
  }) => {
    const { address, run } = await customerDatabase(table);
    const sourceId = await addDatabase(administrator, { address, ...incremental });
    await refresh(administrator, sourceId);
    await run("INSERT INTO customers VALUES (9, 'Old', now() - interval '1 year')");
    await pool().query("UPDATE source_database SET compared_at = NULL");
    expect(await refresh(administrator, sourceId)).toMatchObject({ reading: "everything", rowsNew: 1 });
  });

  it("counts on by number too", async ({ administrator }) => {
    const { address, run } = await customerDatabase(table);
    const sourceId = await addDatabase(administrator, {
      address,
      ...incremental,
      cursorColumn: "id",
      overlap: 1,
    });
    await refresh(administrator, sourceId);
    await run("INSERT INTO customers VALUES (12, 'New', NULL)");
    expect(await refresh(administrator, sourceId)).toMatchObject({
      reading: "changes",
      rowsRead: 3,
      rowsNew: 1,
    });
  });
});

it("a source is refreshed once at a time", async ({ administrator, contributor }) => {
  const { address } = await customerDatabase(shop);
  const sourceId = await addDatabase(administrator, { address });
  const answers = await Promise.all([1, 2, 3].map(() => refreshSource(contributor, { sourceId })));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: "refresh_under_way" });
});
