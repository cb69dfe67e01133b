import type { SegmentRefreshStatus } from "@/generated/prisma/enums";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import type { FieldProblem } from "@/lib/errors";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { inviteDependents } from "./invite-dependents";
import { UncompilableSegment, compileSegment } from "./compile";
import { segmentDefinitionSchema } from "./definition";
import { lockProfileRemoval } from "./lock-profile-removal";
import { type SegmentGraph, dependentsOf, readSegmentGraph, refreshOrder } from "./references";
import { noteCount } from "./note-count";
import { replaceMembers } from "./replace-members";

interface Refreshed {
  id: string;
  refreshStatus: SegmentRefreshStatus;
  revision: number;
  definition: unknown;
}

async function compileStored(graph: SegmentGraph, definition: unknown) {
  const fields = typesOf(await listFields({ kind: "system", job: "segment.refresh" }));
  const segments = new Map([...graph.values()].map(({ id, name }) => [id, name]));
  const { rows } = await pool().query<{ now: Date }>("SELECT now()");
  const now = rows[0]?.now ?? new Date();
  return compileSegment({ fields, segments }, segmentDefinitionSchema.parse(definition), { now });
}

class StaleRevision extends Error {}

const dependentIds = (graph: SegmentGraph, segmentId: string) =>
  dependentsOf(graph, segmentId).map(({ id }) => id);

async function computeMembers(segment: Refreshed, graph: SegmentGraph): Promise<void> {
  const compiled = await compileStored(graph, segment.definition);
  await inSqlTransaction(async (client) => {
    await lockProfileRemoval(client);
    await client.query("SELECT 1 FROM segment WHERE id = $1 FOR UPDATE", [segment.id]);
    const { members, changed } = await replaceMembers(client, segment.id, compiled);
    const { rowCount } = await client.query(
      `UPDATE segment SET refresh_status = 'ready', refreshed_at = now(), problem_code = NULL, members = $3
       WHERE id = $1 AND revision = $2`,
      [segment.id, segment.revision, members],
    );
    // Edited meanwhile: the edit has its own refresh on the way, and this result is of rules nobody sees.
    if (rowCount === 0) throw new StaleRevision();
    await noteCount(client, segment.id);
    await inviteDependents(client, dependentIds(graph, segment.id), { onlyFailed: changed === 0 });
  });
}

async function markFailed(segment: Refreshed, graph: SegmentGraph, problem: FieldProblem): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE segment SET refresh_status = 'failed', problem_code = $3, problem_params = $4
       WHERE id = $1 AND revision = $2`,
      [segment.id, segment.revision, problem.code, JSON.stringify(problem.params ?? {})],
    );
    // They would otherwise go on with members of rules that no longer work. Once: each looks at this one again first.
    const isNews = segment.refreshStatus !== "failed";
    if (rowCount && isNews)
      await inviteDependents(client, dependentIds(graph, segment.id), { onlyFailed: false });
  });
}

/** A segment this one asks about whose own refresh failed: by name. */
async function findFailedUse({ id }: Refreshed, graph: SegmentGraph): Promise<FieldProblem | null> {
  const uses = graph.get(id)?.uses ?? [];
  const failed = await prisma().segment.findFirst({
    where: { id: { in: uses }, refreshStatus: "failed" },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  return failed && { code: "used_segment_failed", params: { segment: failed.name } };
}

/** A static segment's members stay; those who are no customers any more are not counted. */
async function countAgain(segmentId: string): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE segment SET refresh_status = 'ready', problem_code = NULL,
         members = (SELECT count(*) FROM segment_member WHERE segment_id = $1)
       WHERE id = $1 AND kind = 'static'`,
      [segmentId],
    );
    if (rowCount === 1) await noteCount(client, segmentId);
  });
}

async function refreshOne(segmentId: string, graph: SegmentGraph): Promise<void> {
  const segment = await prisma().segment.findUnique({ where: { id: segmentId } });
  if (!segment?.isActive) return;
  if (segment.kind === "static") return countAgain(segmentId);
  await prisma().segment.updateMany({
    where: { id: segmentId, revision: segment.revision },
    data: { refreshStatus: "refreshing" },
  });
  try {
    const failedUse = await findFailedUse(segment, graph);
    if (failedUse) return await markFailed(segment, graph, failedUse);
    await computeMembers(segment, graph);
  } catch (error) {
    if (error instanceof StaleRevision) return;
    const problem = error instanceof UncompilableSegment ? Object.values(error.problems)[0] : undefined;
    await markFailed(segment, graph, problem ?? { code: "refresh_failed" });
    if (!problem) throw error;
  }
}

/** Which of these are not up to date and can be brought there. */
async function findStale(segmentIds: string[]): Promise<Set<string>> {
  const rows = await prisma().segment.findMany({
    where: { id: { in: segmentIds }, isActive: true, refreshStatus: { not: "ready" } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Whether a segment, or one that it asks about, directly or not, is not up to date. */
export async function isSegmentStale(segmentId: string): Promise<boolean> {
  return (await findStale(refreshOrder(await readSegmentGraph(pool()), segmentId))).size > 0;
}

/**
 * Computes a segment's members anew, after those of the segments it asks about that are not up to date. A segment whose
 * rules no longer fit is marked failed, by name; the members of a static one are only counted, and an inactive one is
 * left alone. Segments that ask about it are asked for a refresh where they would
 * now find others.
 */
export async function refreshSegment(segmentId: string): Promise<void> {
  const graph = await readSegmentGraph(pool());
  const used = refreshOrder(graph, segmentId).filter((id) => id !== segmentId);
  for (const id of used) if ((await findStale([id])).has(id)) await refreshOne(id, graph);
  await refreshOne(segmentId, graph);
}
