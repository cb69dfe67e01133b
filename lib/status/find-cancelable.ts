import { type Actor, can, canUseConnection, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { activeStatuses } from "@/lib/runs/transitions";
import type { TaskRef } from "./task-id";

/** What of a task can be canceled now. */
export type Cancelable =
  | { what: "task"; taskId: string }
  | { what: "import"; importId: string }
  | { what: "segment"; segmentId: string }
  | { what: "run"; runId: string };

async function findWaiting(actor: Actor, { group, objectId }: TaskRef): Promise<Cancelable | null> {
  if (group === "system" || !can(actor, "refresh:run")) return null;
  const waiting = await prisma().refreshTask.findFirst({
    where: { kind: group, objectId, state: "waiting", refresh: { finishedAt: null } },
    select: { id: true },
  });
  return waiting && { what: "task", taskId: waiting.id };
}

async function findImport(actor: Actor, sourceId: string): Promise<Cancelable | null> {
  if (!can(actor, "source:write")) return null;
  const open = await prisma().import.findFirst({
    where: { sourceId, status: { in: ["queued", "running", "review"] }, cancelRequested: false },
    select: { id: true },
  });
  return open && { what: "import", importId: open.id };
}

async function findRefresh(actor: Actor, segmentId: string): Promise<Cancelable | null> {
  if (!can(actor, "segment:write")) return null;
  const open = await prisma().segmentRefresh.count({
    where: { segmentId, finishedAt: null, cancelRequestedAt: null },
  });
  return open > 0 ? { what: "segment", segmentId } : null;
}

async function findRun(actor: Actor, exportId: string): Promise<Cancelable | null> {
  if (!can(actor, "export:run")) return null;
  const open = await prisma().run.findFirst({
    where: { exportId, status: { in: [...activeStatuses] }, cancelRequestedAt: null },
    select: { id: true, connection: { select: { access: true, users: { select: { userId: true } } } } },
  });
  return open && canUseConnection(actor, open.connection) ? { what: "run", runId: open.id } : null;
}

/** What `actor` would cancel of a task: that it waits in a refresh of the whole, or the work that is under way. */
export async function findCancelable(actor: Actor, task: TaskRef): Promise<Cancelable | null> {
  requirePermission(actor, "system:read");
  const waiting = await findWaiting(actor, task);
  if (waiting) return waiting;
  switch (task.group) {
    case "source":
      return findImport(actor, task.objectId);
    case "segment":
      return findRefresh(actor, task.objectId);
    case "export":
      return findRun(actor, task.objectId);
    case "system":
      return null;
  }
}
