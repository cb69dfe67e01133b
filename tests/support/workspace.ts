import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { it as base } from "vitest";
import type { Role } from "@/generated/prisma/enums";
import type { UserActor } from "@/lib/auth/current-actor";
import { hashPassword } from "@/lib/auth/password";
import { inSqlTransaction, prisma } from "@/lib/db";

/** What `addUser` gives everybody who needs no other password. */
export const testPassword = "correct horse battery staple";

// Argon2 is slow on purpose; one hash serves all users of a test file.
let testHash: Promise<string> | undefined;

/** Adds a user of `role` and answers as them, who has just proved who they are. */
export async function addUser(
  role: Role,
  given: { email?: string; disabledAt?: Date } = {},
): Promise<UserActor & { email: string }> {
  const email = given.email ?? `${role}-${randomUUID()}@example.com`;
  const passwordHash = await (testHash ??= hashPassword(testPassword));
  const { id } = await prisma().user.create({ data: { name: role, role, passwordHash, ...given, email } });
  return { kind: "user", id, role, email, provedAt: new Date() };
}

async function emptyTables(client: PoolClient): Promise<void> {
  // Where a failed test left something stuck, this fails too instead of waiting for ever.
  await client.query("SET LOCAL lock_timeout = '10s'");
  const { rows } = await client.query<{ name: string; schema: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name, schemaname AS schema FROM pg_tables
     WHERE schemaname = 'staging' OR (schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'installation'))`,
  );
  const staged = rows.filter(({ schema }) => schema === "staging").map(({ name }) => name);
  const kept = rows.filter(({ schema }) => schema === "public").map(({ name }) => name);
  if (staged.length > 0) await client.query(`DROP TABLE ${staged.join(", ")}`);
  // What is kept for ever goes too, here.
  await client.query("SET LOCAL session_replication_role = replica");
  await client.query(`TRUNCATE ${kept.join(", ")} CASCADE`);
  await client.query("SET LOCAL session_replication_role = origin");
  await client.query("DELETE FROM pgboss.job");
  await client.query(
    "TRUNCATE run_data.ledger_entry, run_data.item, run_data.outcome, run_data.warning, run_data.batch_body, run_data.rate_bucket, run_data.rate_grant",
  );
}

/** `it` with people to act as; the database is empty again after each test. */
export const it = base.extend<{ contributor: UserActor; viewer: UserActor; administrator: UserActor }>({
  contributor: [
    async ({ task: _ }, use) => {
      await use(await addUser("contributor"));
      await inSqlTransaction(emptyTables);
    },
    { auto: true },
  ],
  viewer: async ({ contributor: _ }, use) => use(await addUser("viewer")),
  administrator: async ({ contributor: _ }, use) => use(await addUser("administrator")),
});
