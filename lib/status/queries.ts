import { type Actor, can, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { findLatestRefresh } from "@/lib/refresh/find-latest";
import { countSubjects } from "@/lib/refresh/read-subjects";
import { findCancelable } from "./find-cancelable";
import { listTasks } from "./list-tasks";
import { listWork } from "./list-work";
import { type ReadRows, readExports, readSegments, readSources } from "./read-rows";
import { readSystem } from "./read-system";
import type { StatusRow } from "./stand";
import { type TaskRef, parseTaskId } from "./task-id";

/** All that Ferry does, each with where it stands, and the refresh that runs or ran last. One query a group. */
export async function getStatus(actor: Actor) {
  requirePermission(actor, "system:read");
  const refresh = await findLatestRefresh();
  const given: ReadRows = { refreshId: refresh?.id ?? null, objectId: null, now: new Date() };
  const groups = [
    await readSources(given),
    await readSegments(given),
    await readExports(given),
    await readSystem(),
  ];
  return { refresh, rows: groups.flat(), mayRun: can(actor, "refresh:run") };
}
export type Status = Awaited<ReturnType<typeof getStatus>>;

/** What a refresh of the whole that begins now would do. */
export async function getRefreshExtent(actor: Actor) {
  requirePermission(actor, "system:read");
  return countSubjects(prisma());
}
export type RefreshExtent = Awaited<ReturnType<typeof getRefreshExtent>>;

async function readOne({ group }: TaskRef, given: ReadRows): Promise<StatusRow[]> {
  switch (group) {
    case "source":
      return readSources(given);
    case "segment":
      return readSegments(given);
    case "export":
      return readExports(given);
    case "system":
      return readSystem();
  }
}

/** One task of the system with its last runs, what it waits for, and whether it can be canceled. Throws NotFound. */
export async function getProgress(actor: Actor, input: { taskId: string }) {
  requirePermission(actor, "system:read");
  const ref = parseTaskId(input.taskId);
  const whole = await findLatestRefresh();
  const given: ReadRows = { refreshId: whole?.id ?? null, objectId: ref.objectId, now: new Date() };
  const row = (await readOne(ref, given)).find(({ id }) => id === input.taskId);
  if (!row) throw new NotFound("task", input.taskId);
  const [task] =
    whole && ref.group !== "system"
      ? await listTasks(whole.id, { kind: ref.group, objectId: ref.objectId })
      : [];
  return {
    row,
    work: await listWork(ref),
    /** Its part in the refresh of the whole that is under way. */
    task: whole?.finishedAt === null ? (task ?? null) : null,
    canCancel: (await findCancelable(actor, ref)) !== null,
  };
}
export type Progress = Awaited<ReturnType<typeof getProgress>>;

/** **Entire workflow**: the refresh that runs or ran last with its tasks and which waits for which. */
export async function getWorkflow(actor: Actor) {
  requirePermission(actor, "system:read");
  const refresh = await findLatestRefresh();
  return { refresh, tasks: refresh ? await listTasks(refresh.id) : [], mayCancel: can(actor, "refresh:run") };
}
export type Workflow = Awaited<ReturnType<typeof getWorkflow>>;
