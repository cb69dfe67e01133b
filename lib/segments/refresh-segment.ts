import type { SegmentRefreshStatus } from "@/generated/prisma/enums";
import { inCancelableTransaction, inSqlTransaction, pool, prisma } from "@/lib/db";
import type { FieldProblem } from "@/lib/errors";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { inviteDependents } from "./invite-dependents";
import { UncompilableSegment, compileSegment } from "./compile";
import { segmentDefinitionSchema } from "./definition";
import { lockProfileRemoval } from "./lock-profile-removal";
import { type SegmentGraph, dependentsOf, readSegmentGraph, refreshOrder } from "./references";
import { noteCount } from "./note-count";
import {
  type OpenRefresh,
  RefreshCanceled,
  claimRefresh,
  endRefresh,
  leaveRefresh,
  takeRefresh,
  whileBeating,
} from "./open-refresh";
import { replaceMembers } from "./replace-members";

/** Tries of a refresh that fails in a way nobody foresaw: as many as its job has. */
const MOST_ATTEMPTS = 5;

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

async function computeMembers(
  segment: Refreshed,
  graph: SegmentGraph,
  { refresh, signal }: { refresh: OpenRefresh; signal: AbortSignal },
): Promise<void> {
  const compiled = await compileStored(graph, segment.definition);
  await inCancelableTransaction({ signal }, async (client) => {
    await lockProfileRemoval(client);
    await client.query("SELECT 1 FROM segment WHERE id = $1 FOR UPDATE", [segment.id]);
    const { members, changed } = await replaceMembers(client, segment.id, compiled);
    const { rowCount } = await client.query(
      // What was asked for meanwhile by somebody who did not wait is still to come.
      `UPDATE segment SET refreshed_at = now(), problem_code = NULL, members = $3, refresh_status = CASE WHEN EXISTS (
           SELECT 1 FROM segment_refresh WHERE queued_key = $1) THEN 'queued' ELSE 'ready' END::"SegmentRefreshStatus"
       WHERE id = $1 AND revision = $2`,
      [segment.id, segment.revision, members],
    );
    // Edited meanwhile: the edit has its own refresh on the way, and this result is of rules nobody sees.
    if (rowCount === 0) throw new StaleRevision();
    await endRefresh(client, refresh, { status: "successful" });
    await noteCount(client, segment.id);
    await inviteDependents(client, dependentIds(graph, segment.id), { onlyFailed: changed === 0 });
  });
}

interface Failure {
  refresh: OpenRefresh;
  problem: FieldProblem;
  /** Whether the same may well go better next time. */
  mayPass?: boolean;
}

async function markFailed(
  segment: Refreshed,
  graph: SegmentGraph,
  { refresh, problem, mayPass = false }: Failure,
): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE segment SET refresh_status = 'failed', problem_code = $3, problem_params = $4
       WHERE id = $1 AND revision = $2`,
      [segment.id, segment.revision, problem.code, JSON.stringify(problem.params ?? {})],
    );
    if (rowCount && !mayPass) await endRefresh(client, refresh, { status: "failed", problem });
    // They would otherwise go on with members of rules that no longer work. Once: each looks at this one again first.
    const isNews = segment.refreshStatus !== "failed";
    if (rowCount && isNews)
      await inviteDependents(client, dependentIds(graph, segment.id), { onlyFailed: false });
  });
  await leaveRefresh(refresh, problem);
}

/** Ends a refresh that somebody canceled; the members stay as they were. */
async function markCanceled(refresh: OpenRefresh): Promise<void> {
  await inSqlTransaction(async (client) => {
    await client.query(
      `UPDATE segment SET updated_at = now(), refresh_status = CASE WHEN EXISTS (
           SELECT 1 FROM segment_refresh WHERE queued_key = $1) THEN 'queued' ELSE 'canceled' END::"SegmentRefreshStatus"
       WHERE id = $1 AND is_active`,
      [refresh.segmentId],
    );
    await endRefresh(client, refresh, { status: "canceled" });
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
async function countAgain(refresh: OpenRefresh): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE segment SET refresh_status = 'ready', problem_code = NULL,
         members = (SELECT count(*) FROM segment_member WHERE segment_id = $1)
       WHERE id = $1 AND kind = 'static'`,
      [refresh.segmentId],
    );
    if (rowCount !== 1) return;
    await noteCount(client, refresh.segmentId);
    await endRefresh(client, refresh, { status: "successful" });
  });
}

async function refreshDynamic(segment: Refreshed, graph: SegmentGraph, refresh: OpenRefresh): Promise<void> {
  await prisma().segment.updateMany({
    where: { id: segment.id, revision: segment.revision },
    data: { refreshStatus: "refreshing" },
  });
  let signal: AbortSignal | undefined;
  try {
    const failedUse = await findFailedUse(segment, graph);
    if (failedUse) return await markFailed(segment, graph, { refresh, problem: failedUse });
    await whileBeating(refresh, (stop) =>
      computeMembers(segment, graph, { refresh, signal: (signal = stop) }),
    );
  } catch (error) {
    // The refresh of the edit ends this one too.
    if (error instanceof StaleRevision) return await leaveRefresh(refresh);
    if (signal?.aborted || error instanceof RefreshCanceled) return await markCanceled(refresh);
    const problem = error instanceof UncompilableSegment ? Object.values(error.problems)[0] : undefined;
    const mayPass = !problem && refresh.attempts < MOST_ATTEMPTS;
    await markFailed(segment, graph, { refresh, problem: problem ?? { code: "refresh_failed" }, mayPass });
    if (!problem) throw error;
  }
}

async function refreshOne(refresh: OpenRefresh, graph: SegmentGraph): Promise<void> {
  const segment = await prisma().segment.findUnique({ where: { id: refresh.segmentId } });
  if (!segment?.isActive)
    return endRefresh(pool(), refresh, { status: "canceled", problem: { code: "segment_is_inactive" } });
  if (refresh.isCanceled) return markCanceled(refresh);
  return segment.kind === "static" ? countAgain(refresh) : refreshDynamic(segment, graph, refresh);
}

/** Which of these are not up to date and can be brought there. */
async function findStale(
  segmentIds: string[],
  upToDate: SegmentRefreshStatus[] = ["ready"],
): Promise<Set<string>> {
  const rows = await prisma().segment.findMany({
    where: { id: { in: segmentIds }, isActive: true, refreshStatus: { notIn: upToDate } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Whether a segment, or one that it asks about, directly or not, is not up to date. */
export async function isSegmentStale(segmentId: string): Promise<boolean> {
  return (await findStale(refreshOrder(await readSegmentGraph(pool()), segmentId))).size > 0;
}

async function refreshUsed(
  segmentId: string,
  graph: SegmentGraph,
  upToDate?: SegmentRefreshStatus[],
): Promise<void> {
  const used = refreshOrder(graph, segmentId).filter((id) => id !== segmentId);
  for (const id of used)
    if ((await findStale([id], upToDate)).has(id)) await refreshOne(await takeRefresh(id), graph);
}

/**
 * Computes a segment's members anew, after those of the segments it asks about that are not up to date. A segment whose
 * rules no longer fit is marked failed, by name; the members of a static one are only counted, and an inactive one is
 * left alone. Segments that ask about it are asked for a refresh where they would
 * now find others.
 */
export async function refreshSegment(segmentId: string): Promise<void> {
  const graph = await readSegmentGraph(pool());
  await refreshUsed(segmentId, graph);
  await refreshOne(await takeRefresh(segmentId), graph);
}

/**
 * The same where somebody asked for it and nobody has done it yet. Segments whose refresh was canceled are not refreshed
 * for this one's sake: it finds their last members.
 */
export async function refreshAsked(segmentId: string): Promise<void> {
  const refresh = await claimRefresh(segmentId);
  if (!refresh) return;
  const graph = await readSegmentGraph(pool());
  try {
    await whileBeating(refresh, () => refreshUsed(segmentId, graph, ["ready", "canceled"]));
  } catch (error) {
    await leaveRefresh(refresh, { code: "refresh_failed" });
    throw error;
  }
  await refreshOne(refresh, graph);
}
