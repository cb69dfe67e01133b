import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { consentWords } from "./texts";

/** Every consent ever given, newest first, with the words that were agreed to. */
export async function listConsents(actor: Actor) {
  requirePermission(actor, "consent:read");
  const rows = await prisma().consent.findMany({
    orderBy: [{ agreedAt: "desc" }, { id: "desc" }],
    include: {
      connection: { select: { id: true, name: true, destination: true, status: true } },
      user: { select: { name: true } },
      withdrawnBy: { select: { name: true } },
    },
  });
  return rows.map((row) => ({
    id: row.id,
    connection: row.connection.name,
    connectionId: row.connection.id,
    isConnectionThere: row.connection.status !== "removed",
    destination: row.connection.destination,
    agreedAt: row.agreedAt.toISOString(),
    agreedBy: row.user?.name ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    withdrawnBy: row.withdrawnBy?.name ?? null,
    version: row.textVersion,
    language: row.language,
    sha256: row.textSha256,
    /** Null where this build does not have the words whose hash was stored. */
    words: consentWords(row.textVersion, row.language, row.textSha256),
  }));
}
export type ConsentLine = Awaited<ReturnType<typeof listConsents>>[number];
