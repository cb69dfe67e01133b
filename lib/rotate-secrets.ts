import type pg from "pg";
import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { encryptedColumns } from "@/lib/encrypted-columns";
import { masterKeys } from "@/lib/master-keys";
import { keyIdSql } from "@/lib/require-known-keys";
import { type KeyProvider, decryptSecret, encryptSecret } from "@/lib/secrets";

const AT_ONCE = 100;

type Column = (typeof encryptedColumns)[number];
type Row = Record<string, string>;

/** The next rows that another key than the current one encrypts, in the order of their keys. */
async function nextRows({ table, column, key, columns = [] }: Column, keyId: string, after: Row | null) {
  const names = key.map((name) => `${name}::text`).join(", ");
  const beyond = after ? `AND (${names}) > (${key.map((_, index) => `$${index + 2}`).join(", ")})` : "";
  const { rows } = await pool().query<Row>(
    `SELECT ${[...key, ...columns].map((name) => `${name}::text`).join(", ")}, ${column} FROM ${table}
     WHERE ${column} IS NOT NULL AND ${keyIdSql(column)} <> $1 ${beyond} ORDER BY ${names} LIMIT ${AT_ONCE}`,
    [keyId, ...(after ? key.map((name) => after[name]) : [])],
  );
  return rows;
}

/** Puts the same secret, newly encrypted, in place of the old. Does nothing where it was replaced meanwhile. */
async function reencrypt(column: Column, row: Row, provider: KeyProvider): Promise<boolean> {
  const before = row[column.column] ?? "";
  const place = column.place(row);
  const after = encryptSecret(provider, place, decryptSecret(provider, place, before));
  const where = column.key.map((name, index) => `${name}::text = $${index + 3}`).join(" AND ");
  const { rowCount }: pg.QueryResult = await pool().query(
    `UPDATE ${column.table} SET ${column.column} = $1 WHERE ${column.column} = $2 AND ${where}`,
    [after, before, ...column.key.map((name) => row[name])],
  );
  return rowCount === 1;
}

async function rotateColumn(column: Column, provider: KeyProvider): Promise<number> {
  const keyId = provider.currentKey().id;
  let done = 0;
  for (let rows = await nextRows(column, keyId, null); rows.length > 0;) {
    for (const row of rows) if (await reencrypt(column, row, provider)) done++;
    rows = await nextRows(column, keyId, rows.at(-1) ?? null);
  }
  return done;
}

/**
 * Encrypts with the current master key what earlier ones encrypted, row by row, while everything goes on. Stopped
 * half-way, it goes on where it was when it is called again. Throws where a row's key is not set; those before it are
 * done. Answers how many secrets were encrypted anew.
 */
export async function rotateSecrets(actor: Actor): Promise<{ secrets: number; keyId: string }> {
  requirePermission(actor, "secret:rotate");
  const provider = masterKeys();
  const keyId = provider.currentKey().id;
  let secrets = 0;
  for (const column of encryptedColumns) secrets += await rotateColumn(column, provider);
  await recordAudit(prisma(), actor, {
    action: "secrets.rotate",
    objectType: "secret",
    details: { keyId, secrets },
  });
  return { secrets, keyId };
}
