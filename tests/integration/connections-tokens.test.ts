import { describe, expect } from "vitest";
import { connect } from "@/lib/connections/connect";
import { openConnection } from "@/lib/connections/open-channel";
import { SlotWait } from "@/lib/limiter/limit-requests";
import {
  acme,
  activeConnection,
  asked,
  authenticate,
  expireTokens,
  findRow,
  leaveTokens,
  storedTokens,
  useKlaviyo,
} from "../support/connections";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo();

describe("tokens in use", () => {
  it("that ran out are refreshed once, however many need them", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    await expireTokens(connectionId);
    const before = await storedTokens(connectionId);
    const row = await findRow(connectionId);
    klaviyo().control.clearLog();
    const channels = await Promise.all(Array.from({ length: 20 }, () => openConnection(row)));
    expect(asked(klaviyo())).toEqual(["POST /oauth/token"]);
    const after = await storedTokens(connectionId);
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.expiresAtMs).toBeGreaterThan(Date.now() + 3_000_000);
    const found = await Promise.all(
      channels.map((channel) => channel.lists.search("none of this name", null)),
    );
    expect(found).toEqual(Array(20).fill({ lists: [], cursor: null }));
  });

  it("of more connections than the database pool has are refreshed at once without standing in each other's way", async ({
    administrator,
  }) => {
    const rows: Awaited<ReturnType<typeof findRow>>[] = [];
    for (const name of "ABCDEFGH") {
      const connectionId = await activeConnection(administrator, { name });
      await expireTokens(connectionId);
      rows.push(await findRow(connectionId));
    }
    klaviyo().control.clearLog();
    await Promise.all(rows.map((row) => openConnection(row)));
    expect(asked(klaviyo())).toEqual(Array(8).fill("POST /oauth/token"));
  });

  it("are not asked for inside a wait that Klaviyo asked for, by whomever; what still works is used", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    const row = await findRow(connectionId);
    await leaveTokens(connectionId, 60_000);
    klaviyo().control.addFault({
      match: { route: "/oauth/token" },
      do: { kind: "answer", status: 429, retryAfter: 30 },
    });
    klaviyo().control.clearLog();
    for (let calls = 0; calls < 3; calls++)
      expect(await (await openConnection(row)).lists.search("none of this name", null)).toMatchObject({
        lists: [],
      });
    expect(klaviyo().control.log({ route: "/oauth/token" })).toHaveLength(1);
    await expireTokens(connectionId);
    await expect(openConnection(row)).rejects.toBeInstanceOf(SlotWait);
    expect(klaviyo().control.log({ route: "/oauth/token" })).toHaveLength(1);
  });

  it("that Klaviyo ended make the connection need attention; authenticating again mends it", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    klaviyo().control.revokeGrants(acme.id);
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: false, code: "tokens_dead" });
    const dead = { status: "needs_attention", attentionCode: "tokens_dead" };
    expect(await findRow(connectionId)).toMatchObject(dead);
    await expireTokens(connectionId);
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: false, code: "tokens_dead" });
    expect(klaviyo().control.log({ route: "/oauth/token", status: 400 })).toHaveLength(1);
    await authenticate(administrator, connectionId);
    expect(await findRow(connectionId)).toMatchObject({ status: "active", attentionCode: null });
  });
});
