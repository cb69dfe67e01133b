import { describe, expect, vi } from "vitest";
import { connect } from "@/lib/connections/connect";
import { saveKey } from "@/lib/connections/save-key";
import {
  acme,
  activeConnection,
  addSpareKey,
  asked,
  connectionAt,
  findRow,
  rival,
  spareKey,
  storedKey,
  useKlaviyo,
} from "../support/connections";
import { it } from "../support/workspace";

// Without an OAuth app the key stays the credential to the end.
const klaviyo = useKlaviyo({ withApp: false });

describe("a key that is typed", () => {
  it.for([
    ["", "required"],
    ["   ", "required"],
    ["AbC123", "public_key"],
    ["hello there", "not_a_private_key"],
    ["pk_short", "not_a_private_key"],
    ["pk_with a space in it", "not_a_private_key"],
    [`pk_${"x".repeat(201)}`, "not_a_private_key"],
  ] as const)(
    "as %j is refused at its field (%s), not stored, and sent nowhere",
    async ([key, code], { administrator }) => {
      const connectionId = await connectionAt(administrator, "key");
      const refusal = { code: "invalid", fields: { key: { code } } };
      expect(await saveKey(administrator, { connectionId, key })).toMatchObject(refusal);
      expect(await storedKey(connectionId)).toBeNull();
      expect((await findRow(connectionId)).keyLastFour).toBeNull();
      expect(asked(klaviyo())).toEqual([]);
    },
  );

  it("is stored without the spaces around it, shows its last four characters, and is sent nowhere yet", async ({
    administrator,
  }) => {
    const connectionId = await connectionAt(administrator, "key");
    expect(await saveKey(administrator, { connectionId, key: "  pk_0123456789wxyz\n" })).toMatchObject({
      ok: true,
    });
    expect(await storedKey(connectionId)).toBe("pk_0123456789wxyz");
    expect((await findRow(connectionId)).keyLastFour).toBe("wxyz");
    expect(asked(klaviyo())).toEqual([]);
  });
});

describe("a key that replaces another", () => {
  it("is checked, and refused for another account: the old one stays, and nothing was written", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    const before = await findRow(connectionId);
    klaviyo().control.clearLog();
    expect(await saveKey(administrator, { connectionId, key: rival.key })).toEqual({
      ok: false,
      code: "other_account",
      params: { account: rival.name, expected: acme.id },
    });
    expect(asked(klaviyo())).toEqual(["GET /api/accounts"]);
    expect(await storedKey(connectionId)).toBe(acme.key);
    expect(await findRow(connectionId)).toEqual(before);
  });

  it("is refused when it is revoked or lacks a scope: the old one stays", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    expect(await saveKey(administrator, { connectionId, key: spareKey })).toMatchObject({
      code: "key_refused",
    });
    addSpareKey(klaviyo(), ["accounts:read", "lists:read"]);
    const refusal = { code: "scopes_missing", params: { scopes: "profiles:read" } };
    expect(await saveKey(administrator, { connectionId, key: spareKey })).toMatchObject(refusal);
    expect(await storedKey(connectionId)).toBe(acme.key);
    expect(await findRow(connectionId)).toMatchObject({ status: "active", keyLastFour: "0000" });
  });

  it("while another is being checked is the one that counts", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "connect");
    klaviyo().control.addFault({ match: { nth: 1 }, do: { kind: "delay", ms: 500 } });
    const connecting = connect(administrator, { connectionId });
    await vi.waitFor(() => expect(klaviyo().control.counters().requests).toBe(1));
    await saveKey(administrator, { connectionId, key: rival.key });
    expect(await connecting).toMatchObject({ ok: true, value: { accountId: rival.id } });
    expect(await findRow(connectionId)).toMatchObject({ accountId: rival.id, accountName: rival.name });
    expect(await storedKey(connectionId)).toBe(rival.key);
  });
});
