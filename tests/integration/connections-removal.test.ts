import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { finishOauth } from "@/lib/connections/finish-oauth";
import { listConnections } from "@/lib/connections/queries";
import { removeConnection } from "@/lib/connections/remove-connection";
import { saveName } from "@/lib/connections/save-name";
import { startOauth } from "@/lib/connections/start-oauth";
import { prisma } from "@/lib/db";
import {
  acme,
  activeConnection,
  asked,
  connectionAt,
  findRow,
  storedTokens,
  useKlaviyo,
  visitKlaviyo,
} from "../support/connections";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo();

async function statusOf(accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}`, revision: "2026-07-15" };
  return (await fetch(`${klaviyo().url}/api/accounts`, { headers })).status;
}

describe("removing a connection", () => {
  it("destroys its secrets, ends its access at Klaviyo, and keeps row and consents", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    const { accessToken } = await storedTokens(connectionId);
    expect(await statusOf(accessToken)).toBe(200);
    const consents = await prisma().consent.findMany();
    klaviyo().control.clearLog();
    expect(await removeConnection(administrator, { connectionId })).toEqual({ ok: true, value: null });
    expect(asked(klaviyo())).toEqual(["POST /oauth/revoke"]);
    expect(await statusOf(accessToken)).toBe(401);
    expect(await prisma().connectionSecret.count()).toBe(0);
    expect(await findRow(connectionId)).toMatchObject({
      status: "removed",
      removedAt: expect.any(Date),
      name: "Newsletter",
      nameKey: null,
      accountId: acme.id,
      exportUserId: administrator.id,
    });
    expect(await prisma().consent.findMany()).toEqual(consents);
    expect(consents).toHaveLength(1);
    expect(await listConnections(administrator)).toEqual([]);
  });

  it("frees its name", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "access");
    await removeConnection(administrator, { connectionId });
    const { connectionId: next } = valueOf(
      await saveName(administrator, { destination: "klaviyo", name: "newsletter" }),
    );
    expect((await listConnections(administrator)).map(({ id }) => id)).toEqual([next]);
  });

  it("with a key only, or a bare draft, asks nothing of Klaviyo", async ({ administrator }) => {
    for (const step of ["access", "consent", "oauth"] as const) {
      const connectionId = await connectionAt(administrator, step);
      klaviyo().control.clearLog();
      await removeConnection(administrator, { connectionId });
      expect(asked(klaviyo())).toEqual([]);
      expect(await prisma().connectionSecret.count()).toBe(0);
      expect(await findRow(connectionId)).toMatchObject({ status: "removed", keyLastFour: null });
    }
  });

  it("ends a trip to Klaviyo that is under way", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "oauth");
    const session = randomUUID();
    const { address } = valueOf(await startOauth(administrator, { connectionId }, session));
    await removeConnection(administrator, { connectionId });
    const back = await visitKlaviyo(address);
    klaviyo().control.clearLog();
    const refusal = { code: "oauth_state_invalid" };
    expect(await finishOauth(administrator, back, session)).toMatchObject({ connectionId: null, refusal });
    expect(asked(klaviyo())).toEqual([]);
    expect(await prisma().connectionSecret.count()).toBe(0);
  });

  it("of two who remove it at once succeeds for one", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    const both = [1, 2].map(() => removeConnection(administrator, { connectionId }));
    const states = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(states.toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(klaviyo().control.log({ route: "/oauth/revoke" })).toHaveLength(1);
  });
});
