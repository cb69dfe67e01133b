import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { encryptedColumns } from "@/lib/encrypted-columns";
import { requireKnownKeys } from "@/lib/require-known-keys";
import { createKeyProvider, encryptSecret, keyId } from "@/lib/secrets";
import { sealAddress } from "@/lib/sources/database/address-secret";
import { runScript, testSettings } from "../support/run-script";
import { it } from "../support/workspace";

const old = Buffer.alloc(32, 1);
const next = Buffer.alloc(32, 2);
const stranger = Buffer.alloc(32, 3);
const base64 = (key: Buffer) => key.toString("base64");

const rotate = (env: Record<string, string>) =>
  runScript("scripts/secrets-rotate.ts", {
    env: { ...testSettings(), FERRY_MODE: "live", FERRY_DATA_DIR: "/tmp", ...env },
  });
const toNext = { FERRY_MASTER_KEY: base64(next), FERRY_OTHER_MASTER_KEYS: base64(old) };

/** Secrets in every place that there is, encrypted with the tests' key. */
async function addSecrets(connections: number): Promise<void> {
  const provider = createKeyProvider(old);
  for (let number = 0; number < connections; number++) {
    const { id } = await prisma().connection.create({ data: { destination: "klaviyo", name: `C${number}` } });
    const seal = (purpose: string) =>
      encryptSecret(provider, { purpose: `connection.${purpose}`, rowId: id }, `${purpose} ${number}`);
    await prisma().connectionSecret.createMany({
      data: ["key", "tokens"].map((purpose) => ({ connectionId: id, purpose, ciphertext: seal(purpose) })),
    });
    await prisma().oauthState.create({
      data: {
        stateHash: `s${number}`,
        connectionId: id,
        sessionId: id,
        verifierCiphertext: seal("pkce"),
        expiresAt: new Date(Date.now() + 600_000),
      },
    });
  }
  const source = await prisma().source.create({
    data: { name: "Shop", kind: "database", keyColumn: "id", columns: [] },
  });
  await prisma().sourceDatabase.create({
    data: {
      sourceId: source.id,
      addressCiphertext: sealAddress(source.id, "postgresql://shop"),
      host: "shop",
      port: 5432,
      database: "shop",
      user: "reader",
      tableName: "people",
    },
  });
}

async function stored(): Promise<string[]> {
  const all = await Promise.all(
    encryptedColumns.map(({ table, column }) =>
      pool().query<{ secret: string | null }>(`SELECT ${column} AS secret FROM ${table} ORDER BY 1`),
    ),
  );
  return all.flatMap(({ rows }) => rows.flatMap(({ secret }) => secret ?? []));
}

const keysInUse = async () => [...new Set((await stored()).map((secret) => secret.split(".")[1]))];

describe("npm run secrets:rotate", () => {
  it("encrypts every secret anew, beyond one page of rows, and says so in the audit log", async ({
    administrator: _,
  }) => {
    await addSecrets(70);
    expect(await rotate(toNext)).toMatchObject({
      code: 0,
      output: `211 secret(s) were encrypted anew; all are under the key ${keyId(next)} now.\n`,
    });
    expect(await keysInUse()).toEqual([keyId(next)]);
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: "secrets.rotate" } });
    expect(event).toMatchObject({
      actorKind: "system:secrets:rotate",
      details: { keyId: keyId(next), secrets: 211 },
    });
    // The content is the same, and the earlier key can go.
    const back = { FERRY_MASTER_KEY: base64(old), FERRY_OTHER_MASTER_KEYS: base64(next) };
    expect((await rotate(back)).output).toContain("211 secret(s)");
  });

  it("has nothing to do the second time, and goes on where it was stopped", async ({ administrator: _ }) => {
    await addSecrets(3);
    expect((await rotate(toNext)).output).toContain("10 secret(s)");
    await pool().query("DELETE FROM connection_secret WHERE purpose = 'key'");
    expect((await rotate(toNext)).output).toContain("0 secret(s)");
  });

  it("refuses where a secret's key is not set, and touches nothing", async ({ administrator: _ }) => {
    await addSecrets(2);
    const before = await stored();
    const { code, output } = await rotate({
      FERRY_MASTER_KEY: base64(next),
      FERRY_OTHER_MASTER_KEYS: base64(stranger),
    });
    expect(code).toBe(1);
    expect(output).toContain(
      `encrypted with the master key ${keyId(old)}, and only ${keyId(next)}, ${keyId(stranger)} is set`,
    );
    expect(await stored()).toEqual(before);
    expect(await prisma().auditEvent.count()).toBe(0);
  });

  it("leaves a secret alone that was moved to another row, and says which", async ({ administrator: _ }) => {
    await addSecrets(2);
    await pool().query(
      "UPDATE connection_secret SET ciphertext = (SELECT ciphertext FROM connection_secret WHERE purpose = 'key' ORDER BY connection_id LIMIT 1) WHERE purpose = 'tokens'",
    );
    const { code, output } = await rotate(toNext);
    expect(code).toBe(1);
    expect(output).toMatch(/The secret connection\.tokens of .* cannot be decrypted/);
  });
});

it("Every column that is named as holding a ciphertext is in the list of those that are rotated", async () => {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND column_name LIKE '%ciphertext' ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(
    encryptedColumns.map(({ table, column }) => `${table.replaceAll('"', "")}.${column}`).toSorted(),
  );
});

it("A start looks for every key that is in use", async ({ administrator: _ }) => {
  await addSecrets(1);
  await requireKnownKeys((sql) => pool().query(sql));
  const foreign = encryptSecret(createKeyProvider(stranger), { purpose: "source.address", rowId: "x" }, "x");
  await pool().query("UPDATE source_database SET address_ciphertext = $1", [foreign]);
  await expect(requireKnownKeys((sql) => pool().query(sql))).rejects.toThrow(
    `Secrets in source_database were encrypted with the master key ${keyId(stranger)}`,
  );
});
