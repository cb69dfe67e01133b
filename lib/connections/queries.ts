import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { CONSENT_VERSION } from "@/lib/consent/texts";
import { prisma } from "@/lib/db";
import { destinationSettings } from "@/lib/env";
import { activeStatuses } from "@/lib/runs/transitions";
import { readConnection } from "./find-connection";
import { currentStep } from "./steps";

/** All connections that were not removed, with what their list shows. */
export async function listConnections(actor: Actor) {
  requirePermission(actor, "connection:manage");
  const rows = await prisma().connection.findMany({
    where: { status: { not: "removed" } },
    orderBy: { name: "asc" },
    include: {
      createdBy: { select: { name: true } },
      _count: { select: { users: true, exports: { where: { removedAt: null } } } },
    },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    destination: row.destination,
    accountName: row.accountName,
    accountId: row.accountId,
    status: row.status as Exclude<typeof row.status, "removed">,
    access: row.access,
    chosenUsers: row._count.users,
    usedBy: row._count.exports,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy?.name ?? null,
  }));
}
export type ConnectionLine = Awaited<ReturnType<typeof listConnections>>[number];

/** One connection as its page shows it: everything but its secrets. Throws NotFound. */
export async function getConnection(actor: Actor, connectionId: string) {
  requirePermission(actor, "connection:manage");
  const row = await readConnection(prisma(), actor, connectionId);
  const people = { user: { select: { name: true } }, withdrawnBy: { select: { name: true } } };
  const consents = await prisma().consent.findMany({
    where: { connectionId },
    orderBy: { agreedAt: "desc" },
    include: people,
  });
  const exportUser = row.exportUserId
    ? await prisma().user.findUnique({ where: { id: row.exportUserId }, select: { name: true } })
    : null;
  return {
    id: row.id,
    destination: row.destination,
    name: row.name,
    status: row.status,
    access: row.access,
    userIds: row.users.map(({ userId }) => userId),
    keyLastFour: row.keyLastFour,
    isOauth: row.oauthAt !== null,
    isOauthPassed: row.isOauthPassed,
    isOauthAvailable: destinationSettings(row.destination).oauthApp !== null,
    account: row.accountId
      ? {
          id: row.accountId,
          name: row.accountName,
          timeZone: row.accountTimeZone,
          isTest: row.isTestAccount,
          scopes: row.scopes as { scope: string; state: "granted" | "missing" | "confirmed_at_first_use" }[],
        }
      : null,
    isChecked: row.checkedAt !== null,
    hasConsent: row.consent !== null,
    isConsentCurrent: row.consent?.textVersion === CONSENT_VERSION,
    consents: consents.map((consent) => ({
      id: consent.id,
      by: consent.user?.name ?? null,
      at: consent.agreedAt.toISOString(),
      version: consent.textVersion,
      sha256: consent.textSha256,
      language: consent.language,
      withdrawnAt: consent.withdrawnAt?.toISOString() ?? null,
      withdrawnBy: consent.withdrawnBy?.name ?? null,
    })),
    exportUser: exportUser?.name ?? null,
    exportUserAt: row.exportUserAt?.toISOString() ?? null,
    attention: row.attentionCode
      ? { code: row.attentionCode, params: row.attentionParams as Record<string, string> }
      : null,
    exportLimit: row.exportLimit,
    reservePercent: row.reservePercent,
    removalPercent: row.removalPercent,
    invalidPercent: row.invalidPercent,
    currentStep: currentStep(row.progress),
  };
}
export type ConnectionDetail = Awaited<ReturnType<typeof getConnection>>;

/** The exports that go through a connection: whoever removes it has to say what becomes of each. Throws NotFound. */
export async function listConnectionExports(actor: Actor, connectionId: string) {
  requirePermission(actor, "connection:manage");
  await readConnection(prisma(), actor, connectionId);
  const active = { where: { status: { in: [...activeStatuses] } }, select: { id: true }, take: 1 };
  const rows = await prisma().export.findMany({
    where: { connectionId, removedAt: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true, listName: true, runs: active },
  });
  return rows.map(({ runs, ...row }) => ({ ...row, activeRunId: runs[0]?.id ?? null }));
}
export type ConnectionExport = Awaited<ReturnType<typeof listConnectionExports>>[number];

/** Contributors a connection can be shared with. */
export async function listContributors(actor: Actor) {
  requirePermission(actor, "connection:manage");
  const where = { role: "contributor" as const, disabledAt: null };
  return prisma().user.findMany({
    where,
    orderBy: { name: "asc" },
    select: { id: true, name: true, email: true },
  });
}
