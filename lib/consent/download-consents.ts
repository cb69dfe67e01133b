import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import { toFile } from "@/lib/to-file";
import { type ConsentLine, listConsents } from "./queries";
import type { ConsentDownloadInput } from "./schema";

const columns = [
  "id",
  "connection",
  "connection_id",
  "destination",
  "agreed_at",
  "agreed_by",
  "withdrawn_at",
  "withdrawn_by",
  "text_version",
  "language",
  "text_sha256",
  "text",
] as const;

function toRecord(line: ConsentLine): Record<(typeof columns)[number], string | null> {
  return {
    id: line.id,
    connection: line.connection,
    connection_id: line.connectionId,
    destination: line.destination,
    agreed_at: line.agreedAt,
    agreed_by: line.agreedBy,
    withdrawn_at: line.withdrawnAt,
    withdrawn_by: line.withdrawnBy,
    text_version: line.version,
    language: line.language,
    text_sha256: line.sha256,
    text: line.words?.join("\n") ?? null,
  };
}

/** The register of consents as a file, the words included; written down in the audit log. */
export async function downloadConsents(actor: Actor, { format }: ConsentDownloadInput): Promise<Download> {
  requirePermission(actor, "consent:read");
  const lines = await listConsents(actor);
  await recordAudit(prisma(), actor, {
    action: "consent.download",
    objectType: "consent",
    details: { format, consents: lines.length },
  });
  async function* pages() {
    yield lines.map(toRecord);
  }
  return toFile({ name: "consents", format, columns }, pages());
}
