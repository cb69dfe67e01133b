import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { getDatabaseSettings } from "@/lib/sources/database/queries";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { saveDatabase } from "@/lib/sources/database/save-database";
import { testDatabase } from "@/lib/sources/database/test-database";
import { getSource } from "@/lib/sources/queries";
import { removeSource } from "@/lib/sources/remove-source";
import { columnsHolding } from "../support/find-in-database";
import { allProfiles, importFile, valueOf } from "../support/imports";
import { addDatabase, customerDatabase, databaseInput, refresh } from "../support/source-databases";
import { it } from "../support/workspace";

const table = `CREATE TABLE customers (id int PRIMARY KEY, name text, changed timestamptz DEFAULT now());
  INSERT INTO customers (id, name) VALUES (1, 'Ann'), (2, 'Ben')`;

const findRow = (sourceId: string) => prisma().sourceDatabase.findUniqueOrThrow({ where: { sourceId } });

describe("the address", () => {
  it("is stored encrypted, and of it no screen gets more than host, database and user", async ({
    administrator,
    contributor,
  }) => {
    const { address } = await customerDatabase(table);
    const sourceId = await addDatabase(administrator, { address });
    await refresh(administrator, sourceId);
    for (const secret of ["p@ss", "p%40ss"]) expect(await columnsHolding(secret)).toEqual([]);
    const settings = await getDatabaseSettings(administrator, sourceId);
    const { username, hostname, pathname } = new URL(address);
    const server = { host: hostname, user: username, database: pathname.slice(1) };
    expect(settings).toMatchObject({ server, table: "customers" });
    expect(JSON.stringify(settings)).not.toContain("p@ss");
    await expect(getDatabaseSettings(contributor, sourceId)).rejects.toThrow("source:connect");
    expect(JSON.stringify(await getSource(contributor, sourceId))).not.toContain(username);
  });

  it("stays where none is typed, and is replaced where one is", async ({ administrator }) => {
    const { address, ownerAddress } = await customerDatabase(table);
    const sourceId = await addDatabase(administrator, { address });
    const { addressCiphertext, user } = await findRow(sourceId);
    const input = await databaseInput(administrator, { address: "", sourceId });
    valueOf(await saveDatabase(administrator, { ...input, sourceId }));
    expect(await findRow(sourceId)).toMatchObject({ addressCiphertext, user });
    valueOf(await saveDatabase(administrator, { ...input, sourceId, address: ownerAddress }));
    expect(await findRow(sourceId)).toMatchObject({ user: new URL(ownerAddress).username });
  });

  it("of another source is not to be had by naming it", async ({ administrator }) => {
    const { sourceId } = await importFile(administrator, "Id\n1\n", { key: "Id", name: "File" });
    const what = { sourceId, address: "", reads: "table", table: "customers", query: "" } as const;
    await expect(testDatabase(administrator, what)).rejects.toThrow("No source of a database");
  });

  it("copied to another row opens nothing", async ({ administrator }) => {
    const { address } = await customerDatabase(table);
    const one = await addDatabase(administrator, { address });
    const other = await addDatabase(administrator, { address, name: "Other" });
    await pool().query(
      `UPDATE source_database SET address_ciphertext = (SELECT address_ciphertext FROM source_database WHERE source_id = $1)
       WHERE source_id = $2`,
      [one, other],
    );
    const what = { sourceId: other, address: "", reads: "table", table: "customers", query: "" } as const;
    await expect(testDatabase(administrator, what)).rejects.toThrow("cannot be decrypted");
  });
});

describe("changing a source", () => {
  it("makes the next refresh read everything when other rows may be meant, and not otherwise", async ({
    administrator,
  }) => {
    const { address } = await customerDatabase(table);
    const incremental = { mode: "incremental", cursorColumn: "changed" } as const;
    const sourceId = await addDatabase(administrator, { address, ...incremental });
    await refresh(administrator, sourceId);
    const input = await databaseInput(administrator, { address: "", sourceId, ...incremental });
    valueOf(await saveDatabase(administrator, { ...input, name: "Webshop", isScheduled: false, overlap: 5 }));
    expect(await refresh(administrator, sourceId)).toMatchObject({ reading: "changes" });
    const query = "SELECT * FROM customers WHERE id > 1";
    valueOf(await saveDatabase(administrator, { ...input, reads: "query", query }));
    expect(await refresh(administrator, sourceId)).toMatchObject({ reading: "everything", rowsGone: 1 });
    expect(await findRow(sourceId)).toMatchObject({ tableName: null, query });
  });

  it("is refused while it is being read", async ({ administrator }) => {
    const { address } = await customerDatabase(table);
    const sourceId = await addDatabase(administrator, { address });
    valueOf(await refreshSource(administrator, { sourceId }));
    const input = await databaseInput(administrator, { address: "", sourceId });
    expect(await saveDatabase(administrator, input)).toMatchObject({ code: "refresh_under_way" });
  });

  it("to a name that is taken is said at the name", async ({ administrator }) => {
    const { address } = await customerDatabase(table);
    await addDatabase(administrator, { address });
    const again = await saveDatabase(administrator, await databaseInput(administrator, { address }));
    expect(again).toMatchObject({ fields: { name: { code: "name_taken" } } });
  });
});

it("a file does not go into a source that is read from a database", async ({ administrator }) => {
  const { address } = await customerDatabase(table);
  const sourceId = await addDatabase(administrator, { address });
  await expect(importFile(administrator, "Id\n1\n", { key: "Id", sourceId })).rejects.toThrow(sourceId);
});

it("a source of a database is removed by an administrator only, with its address and its people", async ({
  administrator,
  contributor,
}) => {
  const { address } = await customerDatabase(table);
  const sourceId = await addDatabase(administrator, { address });
  await refresh(administrator, sourceId);
  await expect(removeSource(contributor, { sourceId })).rejects.toThrow("source:connect");
  valueOf(await removeSource(administrator, { sourceId }));
  expect(await allProfiles()).toEqual({});
  expect(await prisma().sourceDatabase.count()).toBe(0);
});
