import { createHash } from "node:crypto";
import { describe, expect } from "vitest";
import { agree } from "@/lib/connections/agree";
import { connect } from "@/lib/connections/connect";
import { markAttention } from "@/lib/connections/mark-attention";
import { getConnection } from "@/lib/connections/queries";
import { saveKey } from "@/lib/connections/save-key";
import { agreeSchema } from "@/lib/connections/schema";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { CONSENT_VERSION, consentText } from "@/lib/consent/texts";
import { prisma } from "@/lib/db";
import { fieldProblems } from "@/lib/field-problems";
import {
  acme,
  activeConnection,
  agreeTo,
  asked,
  connectionAt,
  findRow,
  rival,
  storedKey,
  useKlaviyo,
} from "../support/connections";
import { addUser, it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });

describe("before the consent", () => {
  it("an unticked box is refused at its field, and nothing but true is a tick", () => {
    for (const isAgreed of [false, undefined, null, "true", 1]) {
      const input = { connectionId: crypto.randomUUID(), isAgreed, version: CONSENT_VERSION, language: "en" };
      const { error } = agreeSchema.safeParse(input);
      expect(error && fieldProblems(error)).toEqual({ isAgreed: { code: "consent_required" } });
    }
  });

  it("nothing was sent to Klaviyo, and Connect is refused", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "consent");
    const refusal = { ok: false, code: "consent_required" };
    expect(await connect(administrator, { connectionId })).toMatchObject(refusal);
    await saveKey(administrator, { connectionId, key: rival.key });
    expect(await connect(administrator, { connectionId })).toMatchObject(refusal);
    expect(asked(klaviyo())).toEqual([]);
    await agreeTo(administrator, connectionId);
    expect(asked(klaviyo())).toEqual([]);
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: true });
    expect(asked(klaviyo())).not.toEqual([]);
  });
});

describe("agreeing", () => {
  it.for(["en", "hu"] as const)(
    "in %s stores who, when, and the exact words",
    async (language, { administrator }) => {
      const connectionId = await connectionAt(administrator, "consent");
      const since = Date.now();
      const input = { connectionId, isAgreed: true, version: CONSENT_VERSION, language } as const;
      expect(await agree(administrator, input)).toMatchObject({ ok: true });
      const shown = consentText(CONSENT_VERSION, language).join("\n");
      const [consent, ...others] = await prisma().consent.findMany();
      expect(others).toEqual([]);
      expect(consent).toMatchObject({
        connectionId,
        userId: administrator.id,
        textVersion: CONSENT_VERSION,
        textSha256: createHash("sha256").update(shown).digest("hex"),
        language,
        withdrawnAt: null,
        withdrawnById: null,
      });
      expect(consent?.agreedAt.getTime()).toBeGreaterThanOrEqual(since - 1_000);
      expect(consent?.agreedAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
    },
  );

  it("to a text that is no longer the current one is refused", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "consent");
    const input = { connectionId, isAgreed: true, version: "2025-01-1", language: "en" } as const;
    expect(await agree(administrator, input)).toMatchObject({ ok: false, code: "consent_text_changed" });
    expect(await prisma().consent.count()).toBe(0);
  });

  it("twice at once leaves one record", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "consent");
    await Promise.all([agreeTo(administrator, connectionId), agreeTo(administrator, connectionId)]);
    expect(await prisma().consent.count()).toBe(1);
  });

  it("to a new text leaves the record of the old one, and until then the page says that it is old", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    await prisma().consent.updateMany({ data: { textVersion: "2025-01-1" } });
    expect(await getConnection(administrator, connectionId)).toMatchObject({
      hasConsent: true,
      isConsentCurrent: false,
    });
    await agreeTo(administrator, connectionId);
    const versions = (await prisma().consent.findMany()).map(({ textVersion }) => textVersion);
    expect(versions.toSorted()).toEqual(["2025-01-1", CONSENT_VERSION].toSorted());
    expect(await getConnection(administrator, connectionId)).toMatchObject({
      isConsentCurrent: true,
      status: "active",
    });
  });
});

describe("withdrawing", () => {
  it("says who and when, stops Connect, and keeps the record; agreeing again makes another", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    const other = await addUser("administrator");
    expect(await withdrawConsent(other, { connectionId })).toMatchObject({ ok: true });
    expect(await findRow(connectionId)).toMatchObject({ status: "consent_withdrawn" });
    const [withdrawn] = await prisma().consent.findMany();
    expect(withdrawn).toMatchObject({
      userId: administrator.id,
      withdrawnById: other.id,
      withdrawnAt: expect.any(Date),
    });
    klaviyo().control.clearLog();
    expect(await connect(administrator, { connectionId })).toMatchObject({ code: "consent_required" });
    expect(await withdrawConsent(administrator, { connectionId })).toMatchObject({ code: "no_consent" });
    expect(asked(klaviyo())).toEqual([]);

    await agreeTo(other, connectionId);
    expect((await findRow(connectionId)).status).toBe("active");
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: true });
    const [first, second, ...rest] = await prisma().consent.findMany({ orderBy: { agreedAt: "asc" } });
    expect(first).toEqual(withdrawn);
    expect(second).toMatchObject({ userId: other.id, withdrawnAt: null });
    expect(rest).toEqual([]);
  });

  it("from a draft leaves it a draft, at the consent", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "exportUser");
    await withdrawConsent(administrator, { connectionId });
    expect(await getConnection(administrator, connectionId)).toMatchObject({
      status: "draft",
      currentStep: "consent",
    });
  });

  it("does not let a key in unchecked: one of another account cannot become active by agreeing again", async ({
    administrator,
  }) => {
    const connectionId = await activeConnection(administrator);
    await withdrawConsent(administrator, { connectionId });
    klaviyo().control.clearLog();
    const refusal = { ok: false, code: "consent_required" };
    expect(await saveKey(administrator, { connectionId, key: rival.key })).toMatchObject(refusal);
    await agreeTo(administrator, connectionId);
    expect(await storedKey(connectionId)).toBe(acme.key);
    expect(await findRow(connectionId)).toMatchObject({ status: "active", accountId: acme.id });
    expect(asked(klaviyo())).toEqual([]);
  });

  it("and agreeing again does not hide what else is wrong with the connection", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    await markAttention(prisma(), connectionId, { code: "key_refused" });
    await withdrawConsent(administrator, { connectionId });
    await agreeTo(administrator, connectionId);
    expect(await findRow(connectionId)).toMatchObject({
      status: "needs_attention",
      attentionCode: "key_refused",
    });
  });
});
