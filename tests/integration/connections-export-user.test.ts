import { describe, expect } from "vitest";
import { activate } from "@/lib/connections/activate";
import { addExportUser } from "@/lib/connections/add-export-user";
import { connect } from "@/lib/connections/connect";
import { markLostExportUser } from "@/lib/connections/mark-attention";
import { getConnection } from "@/lib/connections/queries";
import { saveKey } from "@/lib/connections/save-key";
import { passOauth, startOauth } from "@/lib/connections/start-oauth";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { prisma } from "@/lib/db";
import { ProofNeeded } from "@/lib/errors";
import {
  acme,
  activeConnection,
  addSpareKey,
  agreeTo,
  asked,
  auditedActions,
  connectionAt,
  findRow,
  spareKey,
  storedKey,
  useKlaviyo,
} from "../support/connections";
import { addUser, it } from "../support/workspace";

// This deployment has no OAuth app: the key is the credential to the end.
const klaviyo = useKlaviyo({ withApp: false });

describe("without an OAuth app", () => {
  it("authenticating says so, sends nobody anywhere, and may be passed", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "oauth");
    const refusal = { ok: false, code: "oauth_not_set_up" };
    expect(await startOauth(administrator, { connectionId }, crypto.randomUUID())).toMatchObject(refusal);
    expect(await prisma().oauthState.count()).toBe(0);
    expect(await passOauth(administrator, { connectionId })).toMatchObject({ ok: true });
    expect(await findRow(connectionId)).toMatchObject({ isOauthPassed: true, oauthAt: null });
    expect(await getConnection(administrator, connectionId)).toMatchObject({
      currentStep: "exportUser",
      isOauth: false,
    });
  });

  it("a saved connection is active with its key, and saving it again changes nothing", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    const saved = await findRow(connectionId);
    expect(saved).toMatchObject({ status: "active", exportUserId: administrator.id, keyLastFour: "0000" });
    expect(await storedKey(connectionId)).toBe(acme.key);
    expect(await activate(administrator, { connectionId })).toMatchObject({ ok: true });
    expect(await findRow(connectionId)).toEqual(saved);
    expect((await auditedActions()).filter((action) => action === "connection.activate")).toHaveLength(1);
    expect(
      klaviyo()
        .control.log()
        .every(({ method }) => method === "GET"),
    ).toBe(true);
  });
});

describe("the export user", () => {
  it.for([undefined, null, new Date(Date.now() - 10 * 60_000)])(
    "is asked to prove who they are, whose last proof is of %s",
    async (provedAt, { administrator }) => {
      const connectionId = await connectionAt(administrator, "exportUser");
      await expect(addExportUser({ ...administrator, provedAt }, { connectionId })).rejects.toThrow(
        ProofNeeded,
      );
      expect(await findRow(connectionId)).toMatchObject({ exportUserId: null, exportUserAt: null });
      expect(await activate(administrator, { connectionId })).toMatchObject({ code: "step_closed" });
    },
  );

  it("is stored with the time, and nothing is asked of Klaviyo", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "exportUser");
    klaviyo().control.clearLog();
    expect(await addExportUser(administrator, { connectionId })).toMatchObject({ ok: true });
    expect(await findRow(connectionId)).toMatchObject({
      exportUserId: administrator.id,
      exportUserAt: expect.any(Date),
      status: "draft",
    });
    expect(asked(klaviyo())).toEqual([]);
  });

  it("who loses the role makes the connection need attention, which only another administrator mends", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    const other = await addUser("administrator");
    await markLostExportUser(prisma(), other.id);
    expect((await findRow(connectionId)).status).toBe("active");
    await markLostExportUser(prisma(), administrator.id);
    const lost = { status: "needs_attention", attentionCode: "export_user_lost" };
    expect(await findRow(connectionId)).toMatchObject(lost);

    await connect(other, { connectionId });
    await saveKey(other, { connectionId, key: acme.key });
    await activate(other, { connectionId });
    expect(await findRow(connectionId)).toMatchObject(lost);

    await addExportUser(other, { connectionId });
    const mended = { status: "active", attentionCode: null, exportUserId: other.id };
    expect(await findRow(connectionId)).toMatchObject(mended);
  });

  it("who is lost is not forgotten over a withdrawn consent, nor over a key that is refused and replaced", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    const other = await addUser("administrator");
    await withdrawConsent(other, { connectionId });
    await markLostExportUser(prisma(), administrator.id);
    expect((await findRow(connectionId)).status).toBe("consent_withdrawn");
    await agreeTo(other, connectionId);
    const lost = { status: "needs_attention", attentionCode: "export_user_lost" };
    expect(await findRow(connectionId)).toMatchObject(lost);

    klaviyo().control.revokeKey(acme.id, "main");
    expect(await connect(other, { connectionId })).toMatchObject({ code: "key_refused" });
    addSpareKey(klaviyo());
    expect(await saveKey(other, { connectionId, key: spareKey })).toMatchObject({ ok: true });
    expect(await findRow(connectionId)).toMatchObject(lost);
    await addExportUser(other, { connectionId });
    expect(await findRow(connectionId)).toMatchObject({ status: "active", exportUserId: other.id });
  });

  it("who loses the role before the draft was saved is no longer its export user", async ({
    administrator,
  }) => {
    const connectionId = await connectionAt(administrator, "save");
    await markLostExportUser(prisma(), administrator.id);
    const other = await addUser("administrator");
    expect(await activate(other, { connectionId })).toMatchObject({ code: "step_closed" });
    expect(await findRow(connectionId)).toMatchObject({ status: "draft", exportUserId: null });
  });
});
