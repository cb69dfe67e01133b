import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";

/** The server that the installation under test brings; a practice installation keeps its address in its data folder. */
function serverAddress(): URL {
  const folder = path.dirname(process.env.E2E_SIGN_IN ?? "");
  const port = readFileSync(path.join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[3];
  const password = readFileSync(path.join(folder, "postgres.password"), "utf8").trim();
  return new URL(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`);
}

async function run(address: URL, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: address.toString() });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Runs a statement on the database of the installation under test, for what no page can do. */
export async function onFerry(sql: string): Promise<void> {
  await askFerry(sql);
}

/** What the database of the installation under test answers. */
export async function askFerry<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const address = serverAddress();
  address.pathname = "/ferry";
  const client = new pg.Client({ connectionString: address.toString() });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export interface CustomerDatabase {
  /** What an administrator types, of a role that may only read. */
  connectionString: string;
  password: string;
  run: (sql: string) => Promise<void>;
}

/** A web shop's own database on the same server, filled by `sql`. */
export async function customerDatabase(sql: string): Promise<CustomerDatabase> {
  const name = `shop_${randomUUID().slice(0, 8)}`;
  const password = randomUUID();
  await run(serverAddress(), `CREATE DATABASE ${name}`);
  const address = serverAddress();
  address.pathname = `/${name}`;
  const reader = `${name}_reader`;
  await run(address, `${sql}; CREATE ROLE ${reader} LOGIN PASSWORD '${password}'`);
  await run(address, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`);
  const host = `127.0.0.1:${address.port}`;
  return {
    connectionString: `postgresql://${reader}:${password}@${host}/${name}?sslmode=disable`,
    password,
    run: (text) => run(address, text),
  };
}
