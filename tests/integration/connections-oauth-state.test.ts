import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { connect } from "@/lib/connections/connect";
import { finishOauth } from "@/lib/connections/finish-oauth";
import { startOauth } from "@/lib/connections/start-oauth";
import { pool, prisma } from "@/lib/db";
import { expectUnfinished, startTrip, storedTokens, useKlaviyo, visitKlaviyo } from "../support/connections";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo();

describe("the state", () => {
  const invalid = { connectionId: null, refusal: { code: "oauth_state_invalid" } };

  it("serves once", async ({ administrator }) => {
    const { session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address);
    const both = await Promise.all([1, 2].map(() => finishOauth(administrator, back, session)));
    expect(both.map(({ refusal }) => refusal?.code).toSorted()).toEqual(["oauth_state_invalid", undefined]);
    expect(await finishOauth(administrator, back, session)).toMatchObject(invalid);
    expect(klaviyo().control.log({ route: "/oauth/token" })).toHaveLength(1);
  });

  it("serves the session that began, and no other; an unknown one serves nobody", async ({
    administrator,
  }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address);
    expect(await finishOauth(administrator, back, randomUUID())).toMatchObject(invalid);
    expect(await finishOauth(administrator, { ...back, state: "guessed" }, session)).toMatchObject(invalid);
    expect(klaviyo().control.log({ route: "/oauth/token" })).toEqual([]);
    await expectUnfinished(connectionId);
    expect(await finishOauth(administrator, back, session)).toMatchObject({ refusal: null });
  });

  it("serves for ten minutes", async ({ administrator }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const back = await visitKlaviyo(address);
    const age = (interval: string) =>
      pool().query("UPDATE oauth_state SET expires_at = expires_at - $1::interval", [interval]);
    await age("10 minutes");
    expect(await finishOauth(administrator, back, session)).toMatchObject(invalid);
    await expectUnfinished(connectionId);
    await age("-20 seconds");
    expect(await finishOauth(administrator, back, session)).toMatchObject({ refusal: null });
  });

  it("of a second tab that finishes first leaves the first tab's as good", async ({ administrator }) => {
    const { connectionId, session, address } = await startTrip(klaviyo(), administrator);
    const second = valueOf(await startOauth(administrator, { connectionId }, session));
    expect(await finishOauth(administrator, await visitKlaviyo(second.address), session)).toMatchObject({
      refusal: null,
    });
    const { accessToken } = await storedTokens(connectionId);
    expect(await finishOauth(administrator, await visitKlaviyo(address), session)).toMatchObject({
      refusal: null,
    });
    expect((await storedTokens(connectionId)).accessToken).not.toBe(accessToken);
    expect(await prisma().connectionSecret.count()).toBe(1);
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: true });
  });
});
