import { advisoryLocks } from "@/lib/advisory-locks";
import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { type GraphEdge, toGraph } from "./graph";
import { readSubjects } from "./read-subjects";

async function addEdges(tx: Tx, edges: GraphEdge[]): Promise<void> {
  const taskIds = edges.map(({ taskId }) => taskId);
  const needsIds = edges.map(({ needsId }) => needsId);
  const required = edges.map(({ isRequired }) => isRequired);
  await tx.$executeRaw`INSERT INTO refresh_edge (task_id, needs_id, is_required)
    SELECT * FROM unnest(${taskIds}::uuid[], ${needsIds}::uuid[], ${required}::boolean[])`;
}

/**
 * Refreshes the whole: reads the database sources, refreshes the segments and runs the exports on the system schedule,
 * each after what it depends on. One runs at a time: while it does, the answer is that one (`isNew` false).
 */
export async function startRefresh(
  tx: Tx,
  actor: Actor,
  input: { reason: "schedule" | "manual" },
): Promise<Result<{ refreshId: string; isNew: boolean }>> {
  requirePermission(actor, "refresh:run");
  // Of two who start at once the second waits here, and then finds the first one's.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${advisoryLocks.startRefresh})`;
  const open = await tx.refresh.findUnique({ where: { openKey: 1 }, select: { id: true } });
  if (open) return accepted({ refreshId: open.id, isNew: false });
  const { tasks, edges } = toGraph(await readSubjects(tx));
  const startedById = actor.kind === "user" ? actor.id : null;
  const { id: refreshId } = await tx.refresh.create({ data: { reason: input.reason, startedById } });
  await tx.refreshTask.createMany({ data: tasks.map((task) => ({ ...task, refreshId })) });
  await addEdges(tx, edges);
  await enqueue(tx, "refresh.advance", { refreshId }, { key: refreshId });
  await recordAudit(tx, actor, {
    action: "refresh.start",
    objectType: "refresh",
    objectId: refreshId,
    details: { reason: input.reason, tasks: tasks.length },
  });
  return accepted({ refreshId, isNew: true });
}

/** **Refresh all**, by hand. */
export async function refreshAll(actor: Actor): Promise<Result<{ refreshId: string; isNew: boolean }>> {
  requirePermission(actor, "refresh:run");
  return prisma().$transaction((tx) => startRefresh(tx, actor, { reason: "manual" }), { timeout: 30_000 });
}
