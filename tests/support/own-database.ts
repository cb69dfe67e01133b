import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabase } from "@/lib/db";

const name = `test_${randomUUID().replaceAll("-", "")}`;

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("serverUrl") });
  await client.connect();
  await client.query(sql);
  await client.end();
}

// Each test file works in a database of its own, copied from the migrated template.
beforeAll(async () => {
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${inject("templateDatabase")}`);
  const address = new URL(inject("serverUrl"));
  address.pathname = `/${name}`;
  process.env.DATABASE_URL = address.toString();
});

afterAll(async () => {
  await closeDatabase();
  await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});
