import { randomUUID } from "node:crypto";
import { inject, onTestFinished } from "vitest";
import type { Actor } from "@/lib/auth/permissions";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { saveDatabase } from "@/lib/sources/database/save-database";
import type { SaveDatabaseInput } from "@/lib/sources/database/schema";
import { testDatabase } from "@/lib/sources/database/test-database";
import { doImport } from "@/lib/sources/do-import";
import { ask, emptyDatabase } from "./empty-database";
import { findImport, valueOf } from "./imports";

export interface CustomerDatabase {
  /** As a role that may only read; ends in `?sslmode=disable`, which the embedded server needs. */
  address: string;
  /** As the owner of everything. */
  ownerAddress: string;
  run: (sql: string) => Promise<Record<string, unknown>[]>;
}

const unencrypted = (url: string) => `${url}?sslmode=disable`;

/** A database of somebody else's, filled by `sql`, with a role that may only read. */
export async function customerDatabase(sql: string): Promise<CustomerDatabase> {
  const role = `reader_${randomUUID().replaceAll("-", "")}`;
  await ask(inject("serverUrl"), `CREATE ROLE ${role} LOGIN PASSWORD 'p@ss/word'`);
  onTestFinished(async () => void (await ask(inject("serverUrl"), `DROP ROLE ${role}`)));
  const url = await emptyDatabase();
  const run = (text: string) => ask<Record<string, unknown>>(url, text);
  await run(`${sql}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`);
  const reader = new URL(url);
  reader.username = role;
  reader.password = encodeURIComponent("p@ss/word");
  return { address: unencrypted(reader.toString()), ownerAddress: unencrypted(url), run };
}

type Choices = { address: string; key?: string } & Partial<SaveDatabaseInput>;

/** What the form sends when it is tested and its proposals are taken as they are. */
export async function databaseInput(actor: Actor, choices: Choices): Promise<SaveDatabaseInput> {
  const { key, ...given } = choices;
  const what = { reads: "table" as const, table: "customers", query: "", ...given };
  const looked = valueOf(await testDatabase(actor, what));
  const columns = looked.proposed.map(({ isKeyCandidate: _, ...one }) => ({
    ...one,
    fieldName: one.name,
    isIncluded: true,
  }));
  return {
    name: "Shop",
    keyColumn: key ?? looked.proposedKey ?? "",
    columns,
    mode: "full",
    cursorColumn: "",
    overlap: 0,
    compareEveryHours: 24,
    timeLimitMinutes: 60,
    isScheduled: true,
    ...what,
  };
}

/** Tests and saves; answers the source's id. */
export async function addDatabase(actor: Actor, choices: Choices): Promise<string> {
  return valueOf(await saveDatabase(actor, await databaseInput(actor, choices))).sourceId;
}

/** Refreshes to the end; answers the row of the refresh. */
export async function refresh(actor: Actor, sourceId: string) {
  const { importId } = valueOf(await refreshSource(actor, { sourceId }));
  await doImport(importId);
  return findImport(importId);
}
