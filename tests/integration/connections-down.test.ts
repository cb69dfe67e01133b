import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { beforeAll, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { connect } from "@/lib/connections/connect";
import { putSecret } from "@/lib/connections/connection-secrets";
import { removeConnection } from "@/lib/connections/remove-connection";
import { saveKey } from "@/lib/connections/save-key";
import { prisma } from "@/lib/db";
import {
  acme,
  connectionAt,
  findRow,
  forgetRequests,
  setKlaviyo,
  spareKey,
  storedKey,
} from "../support/connections";
import { it } from "../support/workspace";

// Klaviyo is down for this file: nobody listens where the settings say it is.
beforeAll(async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  setKlaviyo(`http://127.0.0.1:${port}`);
});

const unreachable = { ok: false, code: "destination_unreachable", params: { code: "ECONNREFUSED" } };

/** A connection as it is in use, with its key or with tokens. */
async function activeOne(actor: UserActor, change: { oauthAt?: Date } = {}): Promise<string> {
  const connectionId = await connectionAt(actor, "connect");
  const known = { accountId: acme.id, checkedAt: new Date(), status: "active" } as const;
  await prisma().connection.update({ where: { id: connectionId }, data: { ...known, ...change } });
  return connectionId;
}

it("Connect says that Klaviyo cannot be reached, and the draft stays where it is", async ({
  administrator,
}) => {
  const connectionId = await connectionAt(administrator, "connect");
  const before = await findRow(connectionId);
  expect(await connect(administrator, { connectionId })).toEqual(unreachable);
  expect(await findRow(connectionId)).toEqual(before);
});

it("an active connection stays active, and a new key for it is not stored unchecked", async ({
  administrator,
}) => {
  const connectionId = await activeOne(administrator);
  const before = await findRow(connectionId);
  expect(await connect(administrator, { connectionId })).toEqual(unreachable);
  // A request without an answer counts against the account's rate until its time limit.
  await forgetRequests();
  expect(await saveKey(administrator, { connectionId, key: spareKey })).toEqual(unreachable);
  expect(await storedKey(connectionId)).toBe(acme.key);
  expect(await findRow(connectionId)).toEqual(before);
});

it("an access token that ran out leaves the connection active and its tokens stored", async ({
  administrator,
}) => {
  const connectionId = await activeOne(administrator, { oauthAt: new Date() });
  await putTokens(connectionId);
  expect(await connect(administrator, { connectionId })).toEqual(unreachable);
  expect((await findRow(connectionId)).status).toBe("active");
  expect(await prisma().connectionSecret.count({ where: { purpose: "tokens" } })).toBe(1);
});

it("removing works all the same: the secrets are gone", async ({ administrator }) => {
  const connectionId = await activeOne(administrator, { oauthAt: new Date() });
  await putTokens(connectionId);
  expect(await removeConnection(administrator, { connectionId })).toEqual({ ok: true, value: null });
  expect(await prisma().connectionSecret.count()).toBe(0);
  expect(await findRow(connectionId)).toMatchObject({ status: "removed", nameKey: null, keyLastFour: null });
});

async function putTokens(connectionId: string): Promise<void> {
  const tokens = { accessToken: "access", refreshToken: "refresh", expiresAtMs: 0, scopes: [] };
  await putSecret(prisma(), connectionId, "tokens", JSON.stringify(tokens));
}
