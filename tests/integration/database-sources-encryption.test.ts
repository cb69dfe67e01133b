import { describe, expect } from "vitest";
import { testDatabase } from "@/lib/sources/database/test-database";
import { hasOpenssl } from "../support/certificate";
import { withEncryption } from "../support/encrypted-server";
import { addDatabase, customerDatabase, refresh } from "../support/source-databases";
import { it } from "../support/workspace";

const shop = "CREATE TABLE customers (id int PRIMARY KEY); INSERT INTO customers VALUES (1), (2)";

describe.skipIf(!hasOpenssl())("an encrypted connection (skipped without openssl)", () => {
  it("is what a connection string without sslmode asks for", async ({ administrator }) => {
    const { address } = await customerDatabase(shop);
    const encrypted = await withEncryption(address);
    const sourceId = await addDatabase(administrator, { address: encrypted });
    expect(await refresh(administrator, sourceId)).toMatchObject({ status: "successful", rowsNew: 2 });
  });

  it("with verify-full refuses a certificate that nobody vouches for", async ({ administrator }) => {
    const { address } = await customerDatabase(shop);
    const encrypted = `${await withEncryption(address)}?sslmode=verify-full`;
    const what = { address: encrypted, reads: "table", table: "customers", query: "" } as const;
    expect(await testDatabase(administrator, what)).toMatchObject({
      fields: { address: { code: "source_certificate_untrusted", params: { host: "localhost" } } },
    });
  });
});
