import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { removeConnection } from "@/lib/connections/remove-connection";
import { inSqlTransaction, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";
import { removeSources } from "@/lib/sources/remove-source";

const sampleConnections = { isSample: true, status: { not: "removed" as const } };

/** Whether anything of the sample is left. */
export async function hasSample(): Promise<boolean> {
  const sources = await prisma().source.count({ where: { isSample: true } });
  if ((await prisma().connection.count({ where: sampleConnections })) > 0) return true;
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
  return { sources: sources.length, segments, customers, connections };
}
export type SampleCounts = Awaited<ReturnType<typeof countSample>>;

/** Removes everything that practice mode brought; what people made themselves stays. */
export async function removeSample(actor: Actor): Promise<Result<null>> {
  requirePermission(actor, "sample:remove");
  const sources = await prisma().source.findMany({ where: { isSample: true }, select: { id: true } });
  const segments = await prisma().segment.findMany({ where: { isSample: true }, select: { id: true } });
  const connections = await prisma().connection.findMany({ where: sampleConnections, select: { id: true } });
  if (sources.length + segments.length + connections.length === 0) return refused("sample_gone");
  for (const { id } of connections) await removeConnection(actor, { connectionId: id });
  await inSqlTransaction(async (client) => {
    await client.query("DELETE FROM segment WHERE is_sample");
    await removeSources(
      client,
      sources.map(({ id }) => id),
    );
    const details = { sources: sources.length, segments: segments.length };
    await recordAuditSql(client, actor, { action: "sample.remove", objectType: "sample", details });
    await inviteAllRefreshes(client);
  });
  return accepted(null);
}
