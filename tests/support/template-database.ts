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

const TEMPLATE = "ferry_template";

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

async function recreate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
}

/** Makes, once a run, a migrated database that every test file copies in a few milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const own = given
    ? undefined
    : await startEmbeddedPostgres({ folder: ".data/test", database: "ferry", isDurable: false });
  const serverUrl = given ?? own?.url ?? "";
  await recreate(serverUrl);
  const url = withDatabase(serverUrl, TEMPLATE);
  process.env.DATABASE_URL = url;
  process.env.AUTH_SECRET = "integration-tests-0123456789-abcdefghij";
  process.env.FERRY_MASTER_KEY = Buffer.alloc(32, 1).toString("base64");
  process.env.LOG_LEVEL = "silent";
  await applyMigrations(url);
  await installQueues();
  await closeDatabase();
  project.provide("serverUrl", serverUrl);
  project.provide("templateDatabase", TEMPLATE);
  return async () => own?.stop();
}
