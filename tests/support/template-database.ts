import pg from "pg";
import type { TestProject } from "vitest/node";
import { installQueues } from "@/lib/jobs/boss";
import { applyMigrations } from "@/lib/migrations";
import { closeDatabase } from "@/lib/db";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres";

declare module "vitest" {
  interface ProvidedContext {
    serverUrl: string;
    templateDatabase: string;
  }
}

// Named after the process, so that two runs at once leave each other alone.
const TEMPLATE = `ferry_template_${process.pid}`;

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Makes, once a run, a migrated database that every test file copies in a few milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const own = given
    ? undefined
    : await startEmbeddedPostgres({ folder: ".data/test", database: "ferry", isDurable: false });
  const serverUrl = given ?? own?.url ?? "";
  await onServer(serverUrl, `CREATE DATABASE ${TEMPLATE}`);
  const url = withDatabase(serverUrl, TEMPLATE);
  process.env.DATABASE_URL = url;
  process.env.AUTH_SECRET = "integration-tests-0123456789-abcdefghij";
  process.env.FERRY_MASTER_KEY = Buffer.alloc(32, 1).toString("base64");
  process.env.FERRY_TOMBSTONE_KEY = Buffer.alloc(32, 2).toString("base64");
  process.env.LOG_LEVEL = "silent";
  process.env.SOURCE_PRIVATE_NETWORKS = "allow";
  process.env.WEBHOOK_PRIVATE_NETWORKS = "allow";
  await applyMigrations(url);
  await installQueues();
  await closeDatabase();
  project.provide("serverUrl", serverUrl);
  project.provide("templateDatabase", TEMPLATE);
  return async () => {
    await onServer(serverUrl, `DROP DATABASE ${TEMPLATE} WITH (FORCE)`);
    await own?.stop();
  };
}
