import { describe, expect } from "vitest";
import { agree } from "@/lib/connections/agree";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { downloadConsents } from "@/lib/consent/download-consents";
import { listConsents } from "@/lib/consent/queries";
import { CONSENT_VERSION, consentHash, consentText } from "@/lib/consent/texts";
import { prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import { connectionAt, useKlaviyo } from "../support/connections";
import { it } from "../support/workspace";

useKlaviyo({ withApp: false });

async function textOf({ pieces }: Download): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("The consent register", () => {
  it("has every consent given and withdrawn, newest first, with who, when and the words", async ({
    administrator,
  }) => {
    const connectionId = await connectionAt(administrator, "connect");
    await withdrawConsent(administrator, { connectionId });
    await agree(administrator, { connectionId, isAgreed: true, version: CONSENT_VERSION, language: "hu" });
    const consents = await listConsents(administrator);
    expect(consents).toMatchObject([
      {
        connection: "Newsletter",
        language: "hu",
        agreedBy: "administrator",
        withdrawnAt: null,
        version: CONSENT_VERSION,
        sha256: consentHash(CONSENT_VERSION, "hu"),
        words: consentText(CONSENT_VERSION, "hu"),
      },
      { language: "en", withdrawnBy: "administrator", withdrawnAt: expect.any(String) },
    ]);
  });

  it("does not show other words than were agreed to", async ({ administrator }) => {
    await connectionAt(administrator, "connect");
    await prisma().consent.updateMany({ data: { textSha256: "0".repeat(64) } });
    expect(await listConsents(administrator)).toMatchObject([{ words: null, sha256: "0".repeat(64) }]);
    await prisma().consent.updateMany({ data: { textVersion: "1999-1" } });
    expect(await listConsents(administrator)).toMatchObject([{ words: null, version: "1999-1" }]);
  });

  it("is for administrators", async ({ contributor }) => {
    await expect(listConsents(contributor)).rejects.toThrow("consent:read");
    await expect(downloadConsents(contributor, { format: "csv" })).rejects.toThrow("consent:read");
  });

  it("is downloaded with its words, which is written down", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "connect");
    const file = await downloadConsents(administrator, { format: "ndjson" });
    expect(JSON.parse(await textOf(file))).toMatchObject({
      connection: "Newsletter",
      connection_id: connectionId,
      agreed_by: "administrator",
      text_sha256: consentHash(CONSENT_VERSION, "en"),
      text: consentText(CONSENT_VERSION, "en").join("\n"),
    });
    const csv = await textOf(await downloadConsents(administrator, { format: "csv" }));
    expect(csv).toMatch(/^\ufeffid,connection,/);
    expect(await prisma().auditEvent.count({ where: { action: "consent.download" } })).toBe(2);
  });
});
