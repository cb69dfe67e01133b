import { describe, expect, vi } from "vitest";
import { connect } from "@/lib/connections/connect";
import { openConnection } from "@/lib/connections/open-channel";
import { saveKey } from "@/lib/connections/save-key";
import {
  acme,
  activeConnection,
  addSpareKey,
  asked,
  connectionAt,
  findRow,
  spareKey,
  storedKey,
  useKlaviyo,
} from "../support/connections";
import { it } from "../support/workspace";

// Without an OAuth app the key stays the credential to the end.
const klaviyo = useKlaviyo({ withApp: false });
const reads = ["GET /api/accounts", "GET /api/lists", "GET /api/profiles"];

describe("Connect", () => {
  it("takes a read-only key, writes nothing, and leaves writing scopes to their first use", async ({
    administrator,
  }) => {
    addSpareKey(klaviyo(), "read-only");
    const connectionId = await connectionAt(administrator, "connect", { key: spareKey });
    expect(await connect(administrator, { connectionId })).toMatchObject({
      ok: true,
      value: { accountId: acme.id },
    });
    expect(asked(klaviyo())).toEqual(reads);
    expect(await findRow(connectionId)).toMatchObject({
      status: "draft",
      accountId: acme.id,
      accountName: acme.name,
      accountTimeZone: "Europe/Budapest",
      isTestAccount: true,
      checkedAt: expect.any(Date),
      scopes: [
        { scope: "accounts:read", state: "granted" },
        { scope: "lists:read", state: "granted" },
        { scope: "lists:write", state: "confirmed_at_first_use" },
        { scope: "profiles:read", state: "granted" },
        { scope: "profiles:write", state: "confirmed_at_first_use" },
      ],
    });
  });

  it.for([
    ["accounts:read", ["lists:read", "profiles:read"]],
    ["lists:read", ["accounts:read", "profiles:read"]],
    ["profiles:read", ["accounts:read", "lists:read", "lists:write", "profiles:write"]],
    ["lists:read, profiles:read", ["accounts:read"]],
  ] as const)("names the missing %s", async ([scopes, granted], { administrator }) => {
    addSpareKey(klaviyo(), [...granted]);
    const connectionId = await connectionAt(administrator, "connect", { key: spareKey });
    const refusal = { ok: false, code: "scopes_missing", params: { scopes } };
    expect(await connect(administrator, { connectionId })).toEqual(refusal);
    expect(await findRow(connectionId)).toMatchObject({ accountId: null, checkedAt: null });
  });

  it.for(["401", "400"] as const)(
    "refuses a key Klaviyo does not know (%s)",
    async (badKeyStatus, { administrator }) => {
      klaviyo().control.setSwitches({ badKeyStatus });
      const connectionId = await connectionAt(administrator, "connect", { key: spareKey });
      expect(await connect(administrator, { connectionId })).toMatchObject({
        ok: false,
        code: "key_refused",
      });
      expect(await findRow(connectionId)).toMatchObject({
        status: "draft",
        attentionCode: null,
        checkedAt: null,
      });
    },
  );

  it("of an active connection whose key was revoked says so on it, and a new key mends it", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    klaviyo().control.revokeKey(acme.id, "main");
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: false, code: "key_refused" });
    expect(await findRow(connectionId)).toMatchObject({
      status: "needs_attention",
      attentionCode: "key_refused",
    });

    addSpareKey(klaviyo());
    expect(await saveKey(administrator, { connectionId, key: spareKey })).toMatchObject({ ok: true });
    expect(await findRow(connectionId)).toMatchObject({ status: "active", attentionCode: null });
    expect(await storedKey(connectionId)).toBe(spareKey);
  });
});

describe("when Klaviyo does not answer properly, Connect", () => {
  it.for([
    ["an HTML 403", { status: 403, body: "html" }, "destination_unreachable", { code: "blocked_in_front" }],
    ["a 503", { status: 503 }, "destination_unreachable", { code: "service_unavailable" }],
    [
      "another shape",
      { status: 200, body: "wrongTypes" },
      "destination_unexpected",
      { code: "unexpected_answer" },
    ],
    ["a long Retry-After", { status: 429, retryAfter: 42 }, "destination_busy", { seconds: 42 }],
  ] as const)(
    "says so of %s, and an active connection stays as it is",
    async ([, answer, code, params], { administrator }) => {
      const connectionId = await activeConnection(administrator);
      const before = await findRow(connectionId);
      klaviyo().control.clearLog();
      klaviyo().control.addFault({ do: { kind: "answer", ...answer } });
      expect(await connect(administrator, { connectionId })).toEqual({ ok: false, code, params });
      expect(asked(klaviyo())).toEqual(["GET /api/accounts"]);
      expect(await findRow(connectionId)).toEqual(before);
    },
  );

  it("waits a short Retry-After out once, and no more than once", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "connect");
    const busy = { kind: "answer", status: 429, retryAfter: 1 } as const;
    klaviyo().control.addFault({ count: 2, do: busy });
    const refusal = { code: "destination_busy", params: { seconds: 1 } };
    expect(await connect(administrator, { connectionId })).toMatchObject(refusal);
    expect(asked(klaviyo())).toEqual(["GET /api/accounts", "GET /api/accounts"]);

    klaviyo().control.addFault({ count: 1, do: busy });
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: true });
    const [first, second] = klaviyo().control.log().slice(2);
    expect([first?.status, second?.status]).toEqual([429, 200]);
    expect((second?.wallMs ?? 0) - (first?.wallMs ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("gives up on silence after its deadline of a minute", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "connect");
    klaviyo().control.addFault({ do: { kind: "silence" } });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const connecting = connect(administrator, { connectionId });
      while (klaviyo().control.counters().requests === 0) await new Promise(setImmediate);
      await vi.advanceTimersByTimeAsync(60_000);
      const refusal = { ok: false, code: "destination_unreachable", params: { code: "headers_deadline" } };
      expect(await connecting).toEqual(refusal);
    } finally {
      vi.useRealTimers();
    }
    expect(await findRow(connectionId)).toMatchObject({ accountId: null, checkedAt: null });
  });

  it("can be stopped by its caller while Klaviyo is silent", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "connect");
    klaviyo().control.addFault({ do: { kind: "silence" } });
    const channel = await openConnection(await findRow(connectionId), { signal: AbortSignal.timeout(200) });
    await expect(channel.whoAmI()).rejects.toThrow("timeout");
    expect(asked(klaviyo())).toEqual(["GET /api/accounts"]);
  });
});
