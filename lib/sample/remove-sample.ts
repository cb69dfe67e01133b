import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { removeConnection } from "@/lib/connections/remove-connection";
import { inSqlTransaction, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";
import { removeExports } from "@/lib/exports/remove-exports";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";
import { removeSources } from "@/lib/sources/remove-source";

const sampleExports = { isSample: true, removedAt: null };
const sampleConnections = { isSample: true, status: { not: "removed" as const } };

/** Whether anything of the sample is left. */
export async function hasSample(): Promise<boolean> {
  const sources = await prisma().source.count({ where: { isSample: true } });
  if ((await prisma().connection.count({ where: sampleConnections })) > 0) return true;
  if ((await prisma().export.count({ where: sampleExports })) > 0) return true;
  return sources > 0 || (await prisma().segment.count({ where: { isSample: true } })) > 0;
}

/** What removing the sample would take: shown before it happens. */
export async function countSample(actor: Actor) {
  requirePermission(actor, "sample:remove");
  const sources = await prisma().source.findMany({ where: { isSample: true }, select: { id: true } });
  const segments = await prisma().segment.count({ where: { isSample: true } });
  const customers = await prisma().sourceRecord.count({
    where: { sourceId: { in: sources.map(({ id }) => id) } },
  });
  const connections = await prisma().connection.count({ where: sampleConnections });
  const exports = await prisma().export.count({ where: sampleExports });
  return { sources: sources.length, segments, customers, connections, exports };
}
export type SampleCounts = Awaited<ReturnType<typeof countSample>>;

/** Exports that people made with the sample's segments; those cannot go while they are used. */
function findUsers(): Promise<{ name: string }[]> {
  return prisma().export.findMany({
    where: { isSample: false, segments: { some: { segment: { isSample: true } } } },
    orderBy: { name: "asc" },
    select: { name: true },
  });
}

/** The connections of the sample; exports that people made on them stay, without a connection. */
async function removeSampleConnections(actor: Actor, ids: string[]): Promise<void> {
  for (const connectionId of ids) {
    const left = await prisma().export.findMany({ where: { connectionId, removedAt: null } });
    const exports = left.map(({ id }) => ({ exportId: id, choice: "detach" as const }));
    await removeConnection(actor, { connectionId, exports });
  }
}

/**
 * Removes everything that practice mode brought; what people made themselves stays. Refuses while exports of theirs
 * use the sample's segments.
 */
export async function removeSample(actor: Actor): Promise<Result<null>> {
  requirePermission(actor, "sample:remove");
  const sources = await prisma().source.findMany({ where: { isSample: true }, select: { id: true } });
  const segments = await prisma().segment.findMany({ where: { isSample: true }, select: { id: true } });
  const connections = await prisma().connection.findMany({ where: sampleConnections, select: { id: true } });
  const exports = await prisma().export.findMany({ where: sampleExports, select: { id: true } });
  if (sources.length + segments.length + connections.length + exports.length === 0)
    return refused("sample_gone");
  const users = await findUsers();
  if (users.length > 0) return refused("sample_in_use", { exports: firstNames(users) });
  if (exports.length > 0) await removeExports(actor, { exportIds: exports.map(({ id }) => id) });
  await removeSampleConnections(
    actor,
    connections.map(({ id }) => id),
  );
  await inSqlTransaction(async (client) => {
    // People first, as a refresh keeps them from being removed before it locks its segment.
    await removeSources(
      client,
      sources.map(({ id }) => id),
    );
    await client.query("DELETE FROM segment WHERE is_sample");
    const details = { sources: sources.length, segments: segments.length };
    await recordAuditSql(client, actor, { action: "sample.remove", objectType: "sample", details });
    await inviteAllRefreshes(client);
  });
  return accepted(null);
}
