import { expect } from "vitest";
import { testDatabase } from "@/lib/sources/database/test-database";
import { customerDatabase } from "../support/source-databases";
import { it } from "../support/workspace";

// As production begins; the settings are read once, at their first use.
process.env.SOURCE_PRIVATE_NETWORKS = "refuse";

it("an address on this machine or in a private network is not connected to where the setting does not allow it", async ({
  administrator,
}) => {
  const { address } = await customerDatabase("CREATE TABLE customers (id int)");
  for (const host of ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "10.0.0.1"]) {
    const { port } = new URL(address);
    const there = address.replace(/@[^/]+/, `@${host}:${port}`);
    const what = { address: there, reads: "table", table: "customers", query: "" } as const;
    expect(await testDatabase(administrator, what)).toMatchObject({
      fields: { address: { code: "source_address_private" } },
    });
  }
});
